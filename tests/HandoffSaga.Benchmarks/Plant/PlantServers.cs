using System.Diagnostics;
using System.Globalization;
using HandoffSaga.Benchmarks.Driving;
using Npgsql;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>
/// RabbitMQ and PostgreSQL for one comparison, started by <c>deploy/dev-servers.sh</c>: private, on loopback, with fsync.
/// </summary>
internal sealed class PlantServers : IAsyncDisposable
{
    private const string Script = "deploy/dev-servers.sh";
    private readonly string _folder;
    private bool _kept;

    private PlantServers(string folder) => _folder = folder;

    public required Uri Broker { get; init; }

    public required string Database { get; init; }

    public string Folder => _folder;

    public static async Task<PlantServers> Start()
    {
        // Not a private temporary folder: PostgreSQL may run as another user.
        var folder = Path.Combine(Path.GetTempPath(), $"handoff-benchmark-{Guid.NewGuid():N}");
        var environment = await Run("up", folder);
        return Of(folder, environment);
    }

    /// <summary>Servers whose data stay in a folder, for the next run.</summary>
    public static async Task<PlantServers> Keep(string folder)
    {
        var servers = await Running(folder);
        servers._kept = true;
        return servers;
    }

    /// <summary>Those that another process of this benchmark has started.</summary>
    public static async Task<PlantServers> Running(string folder) => Of(folder, await Run("up", folder));

    /// <summary>Another database of the same server, made where it is not there.</summary>
    public async Task<string> OwnDatabase(string name)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using (var known = source.CreateCommand($"select count(*) from pg_database where datname = '{name}'"))
        {
            if ((long)(await known.ExecuteScalarAsync())! == 0)
            {
                await using var create = source.CreateCommand($"create database {name}");
                await create.ExecuteNonQueryAsync();
            }
        }

        return new NpgsqlConnectionStringBuilder(Database) { Database = name }.ConnectionString;
    }

    /// <summary>An empty schema: every variant begins with nothing stored.</summary>
    public async Task Clear()
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var clear = source.CreateCommand("drop schema public cascade; create schema public");
        await clear.ExecuteNonQueryAsync();
        await using var checkpoint = source.CreateCommand("checkpoint");
        await checkpoint.ExecuteNonQueryAsync();
    }

    public Usage Used() => Used(Database);

    /// <summary>What the servers have used so far, with the transactions of one database.</summary>
    public Usage Used(string database)
    {
        var messages = Messages();
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        return new(CpuOf.Tree(Pid("rabbitmq")), CpuOf.Tree(Pid("postgres")), Transactions(connection), messages)
        {
            Commits = OurCommits(connection),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Run("down", _folder);
        if (!_kept)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // Group commits are counted by the engine itself, in the row it needs for that anyway. Only its own variants have the table.
    private static long? OurCommits(NpgsqlConnection connection)
    {
        using var there = new NpgsqlCommand("select to_regclass('store_writers') is not null", connection);
        if (!(bool)there.ExecuteScalar()!)
            return null;
        using var commits = new NpgsqlCommand("select coalesce(sum(batch), 0)::bigint from store_writers", connection);
        return (long)commits.ExecuteScalar()!;
    }

    private static long Transactions(NpgsqlConnection connection)
    {
        using var transactions = new NpgsqlCommand(
            "select xact_commit from pg_stat_database where datname = current_database()",
            connection
        );
        return (long)transactions.ExecuteScalar()!;
    }

    /// <summary>The messages the broker has taken from publishers since it started.</summary>
    private long Messages() =>
        long.Parse(
            Run(
                    "ctl",
                    _folder,
                    "--",
                    "eval",
                    "maps:get(messages_received_total, maps:get([{protocol,amqp091}], rabbit_global_counters:overview()))."
                )
                .GetAwaiter()
                .GetResult(),
            CultureInfo.InvariantCulture
        );

    private int Pid(string server) =>
        int.Parse(File.ReadAllText(Path.Combine(_folder, server + ".pid")).Split(' ')[0], CultureInfo.InvariantCulture);

    // The administrator's password for development stands in deploy/README.md; the peers make queues of their own.
    private static PlantServers Of(string folder, string environment)
    {
        string Value(string name) =>
            environment.Split('\n').Single(line => line.StartsWith($"export {name}=", StringComparison.Ordinal)).Split('=', 2)[1].Trim('"');
        return new(folder)
        {
            Broker = new UriBuilder(Value("HANDOFF_Bus__Url")) { UserName = "admin", Password = "admin-dev" }.Uri,
            Database = Value("HANDOFF_Store__ConnectionString"),
        };
    }

    private static async Task<string> Run(string command, string folder, params string[] more)
    {
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Script, command, "--data", folder },
        };
        foreach (var argument in more)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{Script} {command} ended with {process.ExitCode}; run this from the project's root. {await errors}"
            );
    }
}
