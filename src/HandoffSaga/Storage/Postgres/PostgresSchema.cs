using HandoffSaga.Durability;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HandoffSaga.Storage.Postgres;

/// <summary>Migrates a plant's database. When several processes start together, one migrates and the others find it done.</summary>
internal sealed partial class PostgresSchema(IDbContextFactory<PostgresHandoffDbContext> contexts, ILogger<PostgresSchema> logger) : ISchema
{
    /// <summary>"handoff" in ASCII: the server's advisory lock for this schema.</summary>
    private const long Lock = 0x68616E646F6666;

    // It holds the lock, idle, while another connection migrates.
    private const string MayTakeLong = """
        SELECT set_config('idle_in_transaction_session_timeout', '0', true),
        CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL THEN set_config('transaction_timeout', '0', true) END
        """;

    public async Task Migrate(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            if ((await Pending(context, cancellationToken)).Count == 0)
                return;
            await using var lockSession = await TakeTurn(context.Database.GetConnectionString()!, cancellationToken);
            var pending = await Pending(context, cancellationToken);
            if (pending.Count == 0)
                return;
            await Apply(context, pending, cancellationToken);
        }
        catch (Exception failure)
            when (failure is not IOException && !IsOfEfCore(failure) && PostgresStart.Explain(failure) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>
    /// A separate, unpooled connection with an open transaction: the lock belongs to the transaction and ends with the connection in any
    /// case. A lock of the session would stay behind in a connection pooler.
    /// </summary>
    private static async Task<NpgsqlConnection> TakeTurn(string connectionString, CancellationToken cancellationToken)
    {
        var lockSession = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await lockSession.OpenAsync(cancellationToken);
        await lockSession.BeginTransactionAsync(cancellationToken);
        await using var wait = new NpgsqlCommand(MayTakeLong, lockSession);
        await wait.ExecuteNonQueryAsync(cancellationToken);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", lockSession)
        {
            Parameters = { new() { Value = Lock } },
        };
        await take.ExecuteNonQueryAsync(cancellationToken);
        return lockSession;
    }

    private async Task Apply(PostgresHandoffDbContext context, IReadOnlyList<string> pending, CancellationToken cancellationToken)
    {
        var migrations = string.Join(", ", pending);
        try
        {
            await context.Database.MigrateAsync(cancellationToken);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StoreUnusableException(
                $"The database's schema does not match this version (missing: {migrations}), and this role may not change it. "
                    + "Run \"handoff migrate --connection ...\" with a role that may, then start again.",
                failure
            );
        }

        Migrated(migrations);
    }

    // A mistake in the model or the migrations; waiting for the server would hide it.
    private static bool IsOfEfCore(Exception failure) => failure is InvalidOperationException { InnerException: not NpgsqlException };

    private static async Task<List<string>> Pending(PostgresHandoffDbContext context, CancellationToken cancellationToken) =>
        [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];

    [LoggerMessage(602, LogLevel.Information, "The store's schema is up to date; applied: {Migrations}")]
    private partial void Migrated(string migrations);
}
