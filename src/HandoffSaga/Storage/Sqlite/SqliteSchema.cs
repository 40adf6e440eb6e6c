using HandoffSaga.Durability;
using HandoffSaga.Durability.Sqlite;
using HandoffSaga.Files;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>Migrates a station's file, only while no other process uses it: the tables of a running station must not change.</summary>
internal sealed partial class SqliteSchema(IDbContextFactory<SqliteHandoffDbContext> contexts, ILogger<SqliteSchema> logger) : ISchema
{
    public async Task Migrate(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var database = Path.GetFullPath(context.Database.GetDbConnection().DataSource);
        using var alone = SqliteFileLock.Take(database);
        SecretFile.CreateEmpty(database);
        try
        {
            await Migrate(context, cancellationToken);
        }
        catch (SqliteException failure) when (SqliteStart.Explain(failure, database) is { } explained)
        {
            throw explained;
        }
    }

    private async Task Migrate(SqliteHandoffDbContext context, CancellationToken cancellationToken)
    {
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return;

        // EF Core's own lock on SQLite is a row that survives a killed process and would block every later start.
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        Migrated(string.Join(", ", pending));
    }

    [LoggerMessage(601, LogLevel.Information, "The store's schema is up to date; applied: {Migrations}")]
    private partial void Migrated(string migrations);
}
