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
}

internal static class StoreUnavailableExceptionExtensions
{
    /// <summary>Whether this failed only because the store was unavailable, however deep that is wrapped.</summary>
    public static bool IsStoreOutage(this Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is StoreUnavailableException)
                return true;
        }

        return false;
    }
}
