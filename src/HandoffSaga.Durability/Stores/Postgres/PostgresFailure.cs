using Npgsql;

namespace HandoffSaga.Durability.Postgres;

/// <summary>What an error from PostgreSQL, or from the connection to it, means to the engine.</summary>
internal static class PostgresFailure
{
    /// <summary>
    /// Whether the server itself reported, on a connection that is still usable, that the transaction was rolled back. After any other
    /// error the outcome is unknown.
    /// </summary>
    public static bool IsRolledBack(this Exception failure) => failure is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether another writer was faster: a key that must be new existed already, or a row was not as last read.</summary>
    public static bool IsConflict(this Exception failure) =>
        failure is PostgresException error
        && (error.SqlState == PostgresErrorCodes.UniqueViolation || error.Says(PostgresText.AnotherWasFaster));

    /// <summary>Whether only the rows being written are at fault, so that others may be written over the same connection.</summary>
    public static bool ConcernsRowsOnly(this Exception failure) =>
        failure switch
        {
            PostgresException error => error.InvariantSeverity == "ERROR"
                && !error.Says(PostgresText.GivenUp)
                && (!error.IsOutage() || error.IsPassing() || error.SqlState == PostgresErrorCodes.LockNotAvailable),
            _ => !failure.IsOutage(),
        };

    /// <summary>Whether the same statements may be retried at once.</summary>
    public static bool IsPassing(this Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>
    /// Whether waiting may help: no connection, a broken one, no answer in time, or a server that starts, stops, is full (53), has only
    /// taken over as a standby (25006), was told to give up (57) or failed at its disk (58). Waiting does not fix a missing table or a
    /// wrong value.
    /// </summary>
    public static bool IsOutage(this Exception failure) =>
        failure switch
        {
            PostgresException error => error.InvariantSeverity != "ERROR"
                || error.SqlState[..2] is "08" or "53" or "57" or "58"
                || error.SqlState
                    is PostgresErrorCodes.SerializationFailure
                        or PostgresErrorCodes.DeadlockDetected
                        or PostgresErrorCodes.LockNotAvailable
                        or PostgresErrorCodes.ReadOnlySqlTransaction
                        or PostgresErrorCodes.ObjectNotInPrerequisiteState,
            NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException or ObjectDisposedException => true,
            _ => false,
        };

    /// <summary>Whether retrying a rejected connection is pointless: a wrong password, a missing right, a missing database.</summary>
    public static bool IsRejection(this Exception failure) =>
        failure is PostgresException error
        && (
            error.SqlState[..2] == "28"
            || error.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege
        );

    public static StoreUnavailableException AsUnavailable(this Exception failure) =>
        new("PostgreSQL cannot be used now: " + failure.Message, failure);

    // The guards end a transaction by casting a sentence to a number; the server quotes the sentence in its error, in any server language.
    private static bool Says(this PostgresException error, string sentence) =>
        error.SqlState == PostgresErrorCodes.InvalidTextRepresentation && error.MessageText.Contains(sentence, StringComparison.Ordinal);
}
