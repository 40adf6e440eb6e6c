using System.Diagnostics;
using System.Globalization;

namespace HandoffSaga.SystemSpecs.Servers.Postgres;

/// <summary>Debian's own server, started privately: a data folder of its own, a free loopback port, and nobody else's to hurt.</summary>
internal sealed class PrivatePostgres : PostgresServer
{
    private const string Password = "only-for-these-specs";
    private readonly DirectoryInfo _folder;
    private readonly string _programs;
    private readonly int _port;
    private List<int> _frozen = [];

    private PrivatePostgres(DirectoryInfo folder, string programs, int port)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Host=127.0.0.1;Port={port};Username=handoff;Password={Password};Database=postgres;Timeout=5"
            )
        )
    {
        (_folder, _programs, _port) = (folder, programs, port);
        AppDomain.CurrentDomain.ProcessExit += EndWithTheProcess;
    }

    public static bool IsInstalled => Programs() is not null;

    private string Data => Path.Combine(_folder.FullName, "data");

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    private static bool IsRoot => Environment.UserName == "root";

    /// <param name="settings">Lines of <c>postgresql.conf</c>.</param>
    public static async Task<PrivatePostgres> Start(params string[] settings)
    {
        var programs =
            Programs()
            ?? throw new InvalidOperationException(
                "These specifications hurt their server, so they start one of their own: apt-get install postgresql."
            );
        var folder = Directory.CreateTempSubdirectory("handoff-postgres-");
        var server = new PrivatePostgres(folder, programs, FreePort.Next());
        var password = Path.Combine(folder.FullName, "password");
        await File.WriteAllTextAsync(password, Password);
        if (IsRoot)
        {
            await Commands.Run("chown", "-R", "postgres:", folder.FullName);
        }

        await server.AsServer(
            "initdb",
            "-D",
            server.Data,
            "-U",
            "handoff",
            "--pwfile",
            password,
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync"
        );
        await File.AppendAllLinesAsync(
            Path.Combine(server.Data, "postgresql.conf"),
            [
                "listen_addresses = '127.0.0.1'",
                $"port = {server._port}",
                "unix_socket_directories = ''",
                "max_connections = 100",
                "fsync = on",
                "shared_buffers = 64MB",
                "max_wal_size = 256MB",
                .. settings,
            ]
        );
        server.EndEvenIfThisProcessIsKilled();
        await server.Up();
        return server;
    }

    public Task Up() => AsServer("pg_ctl", "start", "-w", "-t", "300", "-D", Data, "-l", Path.Combine(_folder.FullName, "log"));

    /// <summary>Lets nobody finish; what was committed is on disk.</summary>
    public Task Down() => AsServer("pg_ctl", "stop", "-w", "-t", "300", "-m", "fast", "-D", Data);

    /// <summary>As if the server had crashed: it recovers at its next start.</summary>
    public Task Crash() => AsServer("pg_ctl", "stop", "-w", "-t", "300", "-m", "immediate", "-D", Data);

    /// <summary>SIGSTOP for the server and everything it has started; connections stay, and nothing answers.</summary>
    public async Task Freeze()
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync(PidFile))[0], CultureInfo.InvariantCulture);
        _frozen = [postmaster, .. ChildrenOf(postmaster)];
        await Signal("STOP");
    }

    public async Task Thaw()
    {
        await Signal("CONT");
        _frozen = [];
    }

    public override async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndWithTheProcess;
        if (_frozen.Count > 0)
        {
            await Thaw();
        }

        if (File.Exists(PidFile))
        {
            await Crash();
        }

        _folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    private static string? Programs()
    {
        const string debian = "/usr/lib/postgresql";
        return Directory.Exists(debian)
            ? Directory
                .GetDirectories(debian)
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .MaxBy(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out var version) ? version : 0)
            : null;
    }

    private static IEnumerable<int> ChildrenOf(int parent) =>
        Directory
            .GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && ParentOf(pid) == parent);

    private static int ParentOf(int pid)
    {
        try
        {
            // "pid (name) state parent ..."
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private Task Signal(string signal) =>
        Commands.Run("kill", [$"-{signal}", .. _frozen.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]);

    // The server refuses to run as root.
    private Task AsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return IsRoot ? Commands.Run("runuser", ["-u", "postgres", "--", path, .. arguments]) : Commands.Run(path, arguments);
    }

    /// <summary>
    /// A killed process ends nothing itself; this one looks whether it still lives, and goes when either the process or the folder is gone.
    /// </summary>
    private void EndEvenIfThisProcessIsKilled()
    {
        const string watch = """
            exec >/dev/null 2>&1 </dev/null
            while kill -0 "$1" && [ -d "$2" ]; do sleep 1; done
            [ -d "$2" ] || exit 0
            kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"
            sleep 2
            rm -rf "$2"
            """;
        string[] arguments = ["-c", watch, "watch", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), _folder.FullName];
        using var watching = Process.Start("sh", arguments);
    }

    private void EndWithTheProcess(object? sender, EventArgs e) => DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(20));
}
