using HandoffSaga.Durability;
using HandoffSaga.Durability.Sqlite;
using HandoffSaga.Host.Settings;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether the database is there, sound, and of a kind that is supported.</summary>
internal static class DatabaseCheck
{
    private const string Name = "database";
    private const int OldestPostgres = 15;
    private const string Restore = "Keep a copy of the folder and restore a backup: handoff restore (deploy/BACKUP.md).";

    public static Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, TimeProvider clock, CancellationToken cancellationToken) =>
        settings.Store.Kind == StoreKind.Sqlite
            ? Task.FromResult(Sqlite(settings, clock, cancellationToken))
            : Postgres(settings, cancellationToken);

    private static IReadOnlyList<Finding> Sqlite(HandoffSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var database = new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource;
        try
        {
            SqliteStamp.Check(database);
            if (!File.Exists(database))
            {
                return
                [
                    Finding.Warn(
                        Name,
                        $"there is no {database} yet",
                        "The first start makes it. If there was one: handoff restore (deploy/BACKUP.md)."
                    ),
                ];
            }

            var found = SqliteFileCheck.Full(database, clock, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return found.Damage.Count > 0
                ? [.. found.Damage.Select(damage => Finding.Failed(Name, $"{database} is damaged: {damage}", Restore))]
                :
                [
                    Finding.Ok(
                        Name,
                        $"SQLite {Version()}, {new FileInfo(database).Length} bytes in {database}: no damage in the whole file"
                    ),
                ];
        }
        catch (StoreUnusableException unfit)
        {
            return [Finding.Failed(Name, unfit.Message, "deploy/BACKUP.md")];
        }
        catch (SqliteException failure)
        {
            return [Finding.Failed(Name, SqliteStart.Explain(failure, database)?.Message ?? failure.Message, Restore)];
        }
    }

    private static string Version()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }

    private static async Task<IReadOnlyList<Finding>> Postgres(HandoffSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var without = new NpgsqlConnectionStringBuilder(settings.Store.ConnectionString) { Pooling = false, Timeout = 5 };
            await using var connection = new NpgsqlConnection(without.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var ask = new NpgsqlCommand(
                "SELECT pg_backend_pid(), pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'",
                connection
            );
            await using var row = await ask.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            // A pooler greets with a process number of its own.
            var pooler = row.GetInt32(0) == connection.ProcessID ? "reached directly" : "behind a connection pooler";
            var what = $"PostgreSQL {connection.PostgreSqlVersion} at {connection.Host}, {pooler}";
            return
            [
                connection.PostgreSqlVersion.Major < OldestPostgres
                    ? Finding.Failed(Name, what, $"Version {OldestPostgres} or later is needed.")
                : row.GetBoolean(1) ? Finding.Failed(Name, $"{what}, takes no writes", "Name the primary server in Store:ConnectionString.")
                : Finding.Ok(Name, what),
            ];
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException)
        {
            return
            [
                Finding.Failed(
                    Name,
                    PostgresStart.Explain(failure)?.Message ?? $"PostgreSQL does not answer: {failure.Message}",
                    "Start the server, or correct Store:ConnectionString. Meanwhile nothing accepted is lost."
                ),
            ];
        }
    }
}
