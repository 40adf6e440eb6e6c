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
            PostgresException rejected when Postgres.PostgresFailure.IsRejection(rejected) => new StoreUnusableException(
                $"PostgreSQL rejected the connection: {rejected.MessageText}. Correct Store:ConnectionString, or grant the role what it needs.",
                rejected
            ),
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } old =>
                new StoreUnusableException(
                    $"The database's schema is missing or does not match this version ({old.MessageText}): run \"handoff migrate\".",
                    old
                ),
            _ when Postgres.PostgresFailure.IsOutage(failure) => Postgres.PostgresFailure.AsUnavailable(failure),
            _ => null,
        };
    }
}
