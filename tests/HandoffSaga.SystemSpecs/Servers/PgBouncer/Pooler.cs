using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using HandoffSaga.SystemSpecs.Harness;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Servers.PgBouncer;

/// <summary>Debian's PgBouncer in front of a server, with its defaults but for the mode and the size of its pools.</summary>
internal sealed class Pooler : IAsyncDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private static readonly Version FirstToFollowPrepared = new(1, 21);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("handoff-pgbouncer-");
    private readonly int _port = FreePort.Next();

    private Pooler() { }

    private static bool IsRoot => Environment.UserName == "root";

    private string PidFile => Path.Combine(_folder.FullName, "pid");

    /// <param name="server">Of a role of the server.</param>
    /// <param name="mode">When a server's connection is given to another client.</param>
    /// <param name="poolSize">The connections to the server for each database.</param>
    /// <param name="keepsPrepared">Whether one that can follow prepared statements does.</param>
    public static async Task<Pooler> Start(string server, PoolMode mode, int poolSize = 4, bool keepsPrepared = true)
    {
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException("These specifications need a connection pooler: apt-get install pgbouncer.");
        }

        var pooler = new Pooler();
        var folder = pooler._folder.FullName;
        var behind = new NpgsqlConnectionStringBuilder(server);
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"\"{behind.Username}\" \"{behind.Password}\"\n");
        await File.WriteAllLinesAsync(
            settings,
            [
                "[databases]",
                string.Create(CultureInfo.InvariantCulture, $"* = host={behind.Host} port={behind.Port}"),
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                string.Create(CultureInfo.InvariantCulture, $"listen_port = {pooler._port}"),
                "unix_socket_dir =",
                "auth_type = scram-sha-256",
                $"auth_file = {folder}/users",
                $"pool_mode = {mode.ToString().ToLowerInvariant()}",
                string.Create(CultureInfo.InvariantCulture, $"default_pool_size = {poolSize}"),
                "max_client_conn = 500",
                // A server that was away is asked again after 15 s otherwise.
                "server_login_retry = 1",
                // Before 1.21 it cannot, and does not know the setting.
                .. keepsPrepared || Version() < FirstToFollowPrepared ? [] : new[] { "max_prepared_statements = 0" },
                $"logfile = {folder}/log",
                $"pidfile = {folder}/pid",
            ]
        );
        if (IsRoot)
        {
            await Commands.Run("chown", "-R", "postgres:", folder);
            await Commands.Run("runuser", "-u", "postgres", "--", Program, "-d", settings);
        }
        else
        {
            await Commands.Run(Program, "-d", settings);
        }

        pooler.EndEvenIfThisProcessIsKilled();
        await pooler.Listens();
        return pooler;
    }

    /// <summary>The same database as <paramref name="direct"/> names, by way of the pooler.</summary>
    public string To(string direct) => new NpgsqlConnectionStringBuilder(direct) { Host = "127.0.0.1", Port = _port }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(PidFile))
        {
            await Commands.Run("kill", "-TERM", (await File.ReadAllTextAsync(PidFile)).Trim());
        }

        _folder.Delete(recursive: true);
    }

    private static Version Version()
    {
        using var asked = Process.Start(new ProcessStartInfo(Program, ["--version"]) { RedirectStandardOutput = true })!;
        // "PgBouncer 1.18.0", and what it is built with.
        return System.Version.Parse(asked.StandardOutput.ReadToEnd().Split('\n')[0].Split(' ')[1]);
    }

    private async Task Listens()
    {
        using var patience = new CancellationTokenSource(BusyMachine.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", _port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await look.WaitForNextTickAsync(patience.Token);
            }
        }
    }

    /// <summary>A killed process ends nothing itself.</summary>
    private void EndEvenIfThisProcessIsKilled()
    {
        const string watch = """
            exec >/dev/null 2>&1 </dev/null
            while kill -0 "$1" && [ -d "$2" ]; do sleep 1; done
            [ -d "$2" ] || exit 0
            kill -TERM "$(cat "$2/pid")"
            rm -rf "$2"
            """;
        string[] arguments = ["-c", watch, "watch", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), _folder.FullName];
        using var watching = Process.Start("sh", arguments);
    }
}
