using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>Migrates a station's file. The caller is the only process that has it open.</summary>
internal sealed partial class SqliteSchema(IDbContextFactory<SqliteHandoffDbContext> contexts, ILogger<SqliteSchema> logger) : ISchema
{
    public async Task Migrate(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return;

        // EF Core's lock on SQLite is a row that outlives a killed process and would stop every later start, for ever. The file has one
        // process; should two come nevertheless, each migration is one transaction and the second fails in it.
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        Migrated(string.Join(", ", pending));
    }

    [LoggerMessage(LogLevel.Information, "The store's schema is up to date; applied: {Migrations}")]
    private partial void Migrated(string migrations);
}
