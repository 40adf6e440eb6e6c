using System.Text;
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

    /// <summary>
    /// Which of the four it is. Everything unknown is a surprise, never the fault of a row: what is wrong with a value is a short list, what
    /// can be wrong with a server, a pooler, a schema or this program is not.
    /// </summary>
    public static StoreFault Fault(this Exception failure) =>
        failure switch
        {
            PostgresException error => Fault(error),
            // Text with half a surrogate pair, found while it is sent.
            EncoderFallbackException => StoreFault.RowsOnly,
            // Npgsql reports a connection that it found closed, busy or out of step as an invalid operation.
            NpgsqlException
            or TimeoutException
            or IOException
            or System.Net.Sockets.SocketException
            or System.Security.Authentication.AuthenticationException
            or OperationCanceledException
            or InvalidOperationException => StoreFault.Unavailable,
            _ => StoreFault.Surprise,
        };

    /// <summary>Whether others may be written over the same connection: the failure is that of the rows, or of what they are written to.</summary>
    public static bool ConcernsItsUnitOnly(this Exception failure) =>
        failure.Fault() != StoreFault.Unavailable
        || failure.IsPassing()
        || failure is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable, InvariantSeverity: "ERROR" };

    /// <summary>Whether the same statements may be retried at once.</summary>
    public static bool IsPassing(this Exception failure) =>
        failure is PostgresException { InvariantSeverity: "ERROR" } error
        && error.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Whether retrying a rejected connection is pointless: a wrong password, a missing right, a missing database.</summary>
    public static bool IsRejection(this Exception failure) =>
        failure is PostgresException error
        && (
            error.SqlState[..2] == "28"
            || error.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege
        );

    public static StoreUnavailableException AsUnavailable(this Exception failure) =>
        new(
            failure switch
            {
                PostgresException
                {
                    SqlState: PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement
                } =>
                    $"The connection pooler does not keep prepared statements: remove Max Auto Prepare from Store:ConnectionString ({failure.Message})",
                _ when failure.Fault() == StoreFault.Surprise => "PostgreSQL rejects what this program asks for: " + failure.Message,
                _ => "PostgreSQL cannot be used now: " + failure.Message,
            },
            failure
        );

    private static StoreFault Fault(PostgresException error)
    {
        // FATAL and PANIC: the connection is gone.
        if (error.InvariantSeverity != "ERROR" || error.Says(PostgresText.GivenUp))
            return StoreFault.Unavailable;
        if (error.SqlState == PostgresErrorCodes.UniqueViolation || error.Says(PostgresText.AnotherWasFaster))
            return StoreFault.Conflict;
        return error.SqlState switch
        {
            // What a guard of the schema says of the rows (the ledger is append-only, an index continues the log): whoever writes them must
            // learn it, and waiting changes nothing.
            PostgresErrorCodes.RestrictViolation => StoreFault.RowsOnly,
            // Statement and parameters do not belong together: a pooler mixed up two sessions.
            PostgresErrorCodes.InvalidBinaryRepresentation
            or PostgresErrorCodes.DuplicatePreparedStatement
            or PostgresErrorCodes.DuplicateCursor => StoreFault.Unavailable,
            _ => OfClass(error.SqlState[..2]),
        };
    }

    private static StoreFault OfClass(string sqlState) =>
        sqlState switch
        {
            // Data exceptions; a value that exceeds a limit of the server.
            "22" or "54" => StoreFault.RowsOnly,
            // Connections, transactions, cursors and prepared statements that are not as this session left them; a server that only took
            // over as a standby (25006).
            "03" or "08" or "0B" or "24" or "25" or "26" or "2D" or "34" or "3B" or "40" => StoreFault.Unavailable,
            // A server that is full, starts, stops, was told to give up, failed at its disk, is damaged or misconfigured.
            "53" or "55" or "57" or "58" or "72" or "F0" or "XX" => StoreFault.Unavailable,
            _ => StoreFault.Surprise,
        };

    // The guards end a transaction by casting a sentence to a number; the server quotes the sentence in its error, in any server language.
    private static bool Says(this PostgresException error, string sentence) =>
        error.SqlState == PostgresErrorCodes.InvalidTextRepresentation && error.MessageText.Contains(sentence, StringComparison.Ordinal);
}
