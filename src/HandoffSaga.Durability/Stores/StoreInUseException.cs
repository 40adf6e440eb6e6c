namespace HandoffSaga.Durability;

/// <summary>
/// Another process holds the database file. One file belongs to one process, because the messages in flight on its in-memory bus are
/// unknown to other processes.
/// </summary>
public sealed class StoreInUseException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StoreInUseException()
        : this("The database is in use by another process.") { }

    /// <summary>Creates the exception with a message.</summary>
    public StoreInUseException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public StoreInUseException(string message, Exception innerException)
        : base(message, innerException) { }
}
