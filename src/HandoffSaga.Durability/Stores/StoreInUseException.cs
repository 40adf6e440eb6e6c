namespace HandoffSaga.Durability;

/// <summary>
/// Another process holds the database file. One file belongs to one process: what its bus holds in memory no other process can know.
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
