using Npgsql;

namespace HandoffSaga.Durability;

/// <summary>What a failure before the store is open means, told the same way by everybody who connects.</summary>
public static class PostgresStart
{
    /// <summary>
    /// Turns what Npgsql throws into what the program understands: <see cref="StoreUnavailableException"/> when the server is away and
    /// waiting may help, <see cref="StoreUnusableException"/> when it refuses and a person has to act. Null when it is neither.
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
            PostgresException refused when Postgres.PostgresFailure.IsRejection(refused) => new StoreUnusableException(
                $"PostgreSQL refuses: {refused.MessageText}. Correct Store:ConnectionString, or grant the role what it needs.",
                refused
            ),
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } old =>
                new StoreUnusableException(
                    $"The database's schema is missing or not of this version ({old.MessageText}): run \"handoff migrate\".",
                    old
                ),
            _ when Postgres.PostgresFailure.IsAbsence(failure) => Postgres.PostgresFailure.AsAbsence(failure),
            _ => null,
        };
    }
}
