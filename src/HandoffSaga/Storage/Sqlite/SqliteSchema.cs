using HandoffSaga.Durability;
using HandoffSaga.Durability.Sqlite;
using HandoffSaga.Files;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Storage.Sqlite;

/// <summary>Migrates a station's file, only while no other process uses it: the tables of a running station must not change.</summary>
internal sealed partial class SqliteSchema(
    IDbContextFactory<SqliteHandoffDbContext> contexts,
    ILogger<SqliteSchema> logger,
    TimeProvider? clock = null
) : ISchema
{
    /// <summary>How long a start may look for damage: some gigabytes that the system has in memory, some hundred megabytes from a disk.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    public async Task Migrate(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var database = Path.GetFullPath(context.Database.GetDbConnection().DataSource);
        using var alone = SqliteFileLock.Take(database);
        SqliteStamp.Admit(database);
        SecretFile.CreateEmpty(database);
        try
        {
            Check(database, cancellationToken);
            await Migrate(context, cancellationToken);
        }
        catch (SqliteException failure) when (SqliteStart.Explain(failure, database) is { } explained)
        {
            throw explained;
        }
    }

    private void Check(string database, CancellationToken cancellationToken)
    {
        var found = SqliteFileCheck.Quick(database, Budget, clock ?? TimeProvider.System, cancellationToken);
        if (found.Damage is [var first, ..])
        {
            throw new StoreUnusableException(
                $"{database} is damaged ({first}). Keep a copy of the folder, move the file with its -wal and -shm away, and restore a backup (\"handoff restore\"); \"handoff doctor\" lists all that is damaged."
            );
        }

        if (!found.IsWhole)
            CheckedInPart(Budget);
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

    [LoggerMessage(
        470,
        LogLevel.Information,
        "The database file is large: only a part of it was checked for damage in {Budget}; \"handoff doctor\" checks all of it"
    )]
    private partial void CheckedInPart(TimeSpan budget);

    [LoggerMessage(601, LogLevel.Information, "The store's schema is up to date; applied: {Migrations}")]
    private partial void Migrated(string migrations);
}
