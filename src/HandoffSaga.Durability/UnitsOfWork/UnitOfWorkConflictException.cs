namespace HandoffSaga.Durability;

/// <summary>An appended row's key existed already; nothing of the unit was written.</summary>
public sealed class UnitOfWorkConflictException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UnitOfWorkConflictException()
        : this("A row with this key exists already; nothing was written.") { }

    /// <summary>Creates the exception with a message.</summary>
    public UnitOfWorkConflictException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public UnitOfWorkConflictException(string message, Exception innerException)
        : base(message, innerException) { }
}
