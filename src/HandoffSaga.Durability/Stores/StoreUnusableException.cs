namespace HandoffSaga.Durability;

/// <summary>
/// The database answers but cannot be used as it is: a rejected password, a missing right, no schema. Waiting does not help; the message
/// says what does.
/// </summary>
public sealed class StoreUnusableException : IOException
{
    /// <summary>Creates the exception.</summary>
    public StoreUnusableException()
        : this("The database cannot be used as it is.") { }

    /// <summary>Creates the exception with a message.</summary>
    public StoreUnusableException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public StoreUnusableException(string message, Exception innerException)
        : base(message, innerException) { }
}
