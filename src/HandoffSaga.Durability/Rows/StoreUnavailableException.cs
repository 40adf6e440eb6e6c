namespace HandoffSaga.Durability;

/// <summary>The store cannot be reached or written now; it is unknown whether anything was committed. Retry.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StoreUnavailableException()
        : this("The store cannot be reached or written now.") { }

    /// <summary>Creates the exception with a message.</summary>
    public StoreUnavailableException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>Waiting does not help either: the database is damaged, and the message says what to do.</summary>
    internal bool IsDamage { get; init; }

    /// <summary>The cause in its own words.</summary>
    internal string Reason => IsDamage ? Message : (InnerException ?? this).Message;
}
