namespace HandoffSaga.Storage;

/// <summary>The supported databases.</summary>
internal enum StoreKind
{
    /// <summary>A file that belongs to one process.</summary>
    Sqlite,

    /// <summary>A database that any number of replicas share.</summary>
    Postgres,
}
