using System.Diagnostics;
using System.Globalization;
using HandoffSaga.Benchmarks.Driving;
using Npgsql;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>RabbitMQ and PostgreSQL for one comparison, started by <c>deploy/dev-servers.sh</c>: private, on loopback, with fsync.</summary>
internal sealed class PlantServers : IAsyncDisposable
{
    private const string Script = "deploy/dev-servers.sh";
    private readonly string _folder;

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

    /// <summary>Those that another process of this benchmark has started.</summary>
    public static async Task<PlantServers> Running(string folder) => Of(folder, await Run("up", folder));

    /// <summary>An empty schema: every variant begins with nothing stored.</summary>
    public async Task Clear()
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var clear = source.CreateCommand("drop schema public cascade; create schema public");
        await clear.ExecuteNonQueryAsync();
        await using var checkpoint = source.CreateCommand("checkpoint");
        await checkpoint.ExecuteNonQueryAsync();
    }

    public Usage Used()
    {
        using var connection = new NpgsqlConnection(Database);
        connection.Open();
        using var commits = new NpgsqlCommand("select xact_commit from pg_stat_database where datname = current_database()", connection);
        return new(CpuOf.Tree(Pid("rabbitmq")), CpuOf.Tree(Pid("postgres")), (long)commits.ExecuteScalar()!, null);
    }

    public async ValueTask DisposeAsync()
    {
        await Run("down", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private int Pid(string server) => int.Parse(File.ReadAllText(Path.Combine(_folder, server + ".pid")).Split(' ')[0], CultureInfo.InvariantCulture);

    // The administrator's password for development stands in deploy/README.md; the peers make queues of their own.
    private static PlantServers Of(string folder, string environment)
    {
        string Value(string name) => environment.Split('\n').Single(line => line.StartsWith($"export {name}=", StringComparison.Ordinal)).Split('=', 2)[1].Trim('"');
        return new(folder)
        {
            Broker = new UriBuilder(Value("HANDOFF_Bus__Url")) { UserName = "admin", Password = "admin-dev" }.Uri,
            Database = Value("HANDOFF_Store__ConnectionString"),
        };
    }

    private static async Task<string> Run(string command, string folder)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, ArgumentList = { Script, command, "--data", folder } };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{Script} {command} ended with {process.ExitCode}; run this from the project's root.");
    }
}
