using Npgsql;

namespace HandoffSaga.Durability;

/// <summary>What a failure before the store is open means, the same for every caller that connects.</summary>
public static class PostgresStart
{
    /// <summary>
    /// Translates Npgsql's exceptions: <see cref="StoreUnavailableException"/> when the server is unavailable and waiting may help,
    /// <see cref="StoreUnusableException"/> when it rejects the connection and a person has to act. Null when it is neither.
    /// </summary>
    public static Exception? Explain(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing => new StoreUnusableException(
                $"PostgreSQL has no such database ({missing.MessageText}): create it, or correct Store:ConnectionString.",
                missing
            ),
            PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } pooler when Of(pooler) is { } what =>
                new StoreUnusableException(what, pooler),
            PostgresException rejected when Postgres.PostgresFailure.IsRejection(rejected) => new StoreUnusableException(
                $"PostgreSQL rejected the connection: {rejected.MessageText}. Correct Store:ConnectionString, or grant the role what it needs.",
                rejected
            ),
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } old =>
                new StoreUnusableException(
                    $"The database's schema is missing or does not match this version ({old.MessageText}): run \"handoff migrate\".",
                    old
                ),
            _ when Postgres.PostgresFailure.Fault(failure) == Postgres.StoreFault.Unavailable => Postgres.PostgresFailure.AsUnavailable(
                failure
            ),
            _ => null,
        };
    }

    /// <summary>PgBouncer has one code for all it rejects.</summary>
    private static string? Of(PostgresException pooler)
    {
        bool Says(string text) => pooler.MessageText.Contains(text, StringComparison.OrdinalIgnoreCase);

        if (Says("statement pooling"))
            return "The connection pooler gives each statement another connection. Set pool_mode = transaction or session for this database.";
        if (Says("startup parameter"))
            return $"The connection pooler rejected the connection: {pooler.MessageText}. Take Options out of Store:ConnectionString, or name the parameter in PgBouncer's ignore_startup_parameters.";
        return Says("no such database") || Says("no such user") || Says("authentication failed")
            ? $"The connection pooler rejected the connection: {pooler.MessageText}. Correct Store:ConnectionString, or PgBouncer's [databases] and auth_file."
            : null;
    }
}
