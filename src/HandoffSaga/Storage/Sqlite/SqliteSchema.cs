using HandoffSaga.Durability.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>Migrates a station's file, and only one that no other process has: a running station's tables do not change under it.</summary>
internal sealed partial class SqliteSchema(IDbContextFactory<SqliteHandoffDbContext> contexts, ILogger<SqliteSchema> logger) : ISchema
{
    public async Task Migrate(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        using var alone = SqliteFileLock.Take(Path.GetFullPath(context.Database.GetDbConnection().DataSource));
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return;

        // EF Core's own lock on SQLite is a row that outlives a killed process and would stop every later start, for ever.
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        Migrated(string.Join(", ", pending));
    }

    [LoggerMessage(601, LogLevel.Information, "The store's schema is up to date; applied: {Migrations}")]
    private partial void Migrated(string migrations);
}
