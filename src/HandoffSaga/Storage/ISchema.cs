namespace HandoffSaga.Storage;

/// <summary>The store's schema.</summary>
internal interface ISchema
{
    /// <summary>Creates the store, or migrates it to this version of the program; returns at once when there is nothing to do.</summary>
    Task Migrate(CancellationToken cancellationToken);
}
