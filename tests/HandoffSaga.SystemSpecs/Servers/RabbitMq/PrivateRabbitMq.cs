using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Servers.RabbitMq;

/// <summary>Debian's RabbitMQ, started by this process on loopback, with data, cookie, node name and port mapper of its own.</summary>
internal sealed class PrivateRabbitMq : RabbitMqServer
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    private readonly DirectoryInfo _folder;
    private readonly Dictionary<string, string> _environment;
    private readonly int _amqpPort;
    private readonly int _managementPort;
    private Process? _process;

    private PrivateRabbitMq(DirectoryInfo folder, int amqpPort, int managementPort, PrivateRabbitMq? member = null)
        : base(
            new Uri($"amqp://guest:guest@127.0.0.1:{amqpPort}"),
            new Uri($"http://127.0.0.1:{managementPort}"),
            () => ValueTask.CompletedTask
        )
    {
        (_folder, _amqpPort, _managementPort) = (folder, amqpPort, managementPort);
        _environment = new Dictionary<string, string>
        {
            // With the cookie in it, by which the nodes of one cluster know each other.
            ["HOME"] = member?._environment["HOME"] ?? folder.CreateSubdirectory("home").FullName,
            ["RABBITMQ_NODENAME"] = $"handoff-specs-{amqpPort}@localhost",
            ["RABBITMQ_MNESIA_BASE"] = In("mnesia"),
            ["RABBITMQ_LOG_BASE"] = In("log"),
            ["RABBITMQ_CONFIG_FILE"] = In("rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = In("advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("enabled_plugins"),
            ["RABBITMQ_CONF_ENV_FILE"] = In("no-such-file"),
            ["RABBITMQ_PID_FILE"] = In("pid"),
            ["RABBITMQ_DIST_PORT"] = FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_PORT"] =
                member?._environment["ERL_EPMD_PORT"] ?? FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        };
    }

    public static bool IsInstalled => File.Exists(Server);

    public override bool CanBeKilled => true;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The node as the broker names it.</summary>
    public string Name => _environment["RABBITMQ_NODENAME"];

    /// <param name="advanced">Terms of <c>advanced.config</c> for the application <c>rabbit</c>.</param>
    /// <param name="more">Further lines of <c>rabbitmq.conf</c>.</param>
    public static async Task<RabbitMqServer> Start(string advanced = "", string more = "")
    {
        var server = new PrivateRabbitMq(Directory.CreateTempSubdirectory("rabbitmq-specs-"), FreePort(), FreePort());
        await server.Configure(advanced);
        await File.AppendAllTextAsync(server.In("rabbitmq.conf"), $"\n{more}\n");
        await server.StartAgain();
        return server;
    }

    /// <summary>Another node, which joins this one's cluster.</summary>
    public async Task<PrivateRabbitMq> Join()
    {
        var server = new PrivateRabbitMq(Directory.CreateTempSubdirectory("rabbitmq-specs-"), FreePort(), FreePort(), this);
        await server.Configure("");
        await File.AppendAllTextAsync(
            server.In("rabbitmq.conf"),
            $"""

            cluster_formation.peer_discovery_backend = classic_config
            cluster_formation.classic_config.nodes.1 = {Name}
            cluster_formation.classic_config.nodes.2 = {server.Name}
            """
        );
        await server.StartAgain();
        return server;
    }

    private async Task Configure(string advanced)
    {
        await File.WriteAllTextAsync(
            In("rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{_amqpPort}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {_managementPort}
            loopback_users.guest = true
            log.console = false
            """
        );
        await File.WriteAllTextAsync(In("enabled_plugins"), "[rabbitmq_management].");
        await File.WriteAllTextAsync(In("advanced.config"), $"[{{rabbit, [{advanced}]}}].");
    }

    public override async Task StartAgain()
    {
        var start = new ProcessStartInfo(Server) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        var said = new System.Text.StringBuilder();
        _process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
        _process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await Listens(_amqpPort) || !await Listens(_managementPort))
        {
            if (_process.HasExited || patience.IsCancellationRequested)
            {
                _process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"Debian's rabbitmq-server did not come up:\n{said}");
            }

            await look.WaitForNextTickAsync();
        }
    }

    /// <summary>As if the machine had almost no memory left; publishers are blocked until <see cref="EndAlarm"/>.</summary>
    public Task Alarm() => Control("set_vm_memory_high_watermark", "absolute", "1");

    public Task EndAlarm() => Control("set_vm_memory_high_watermark", "0.9");

    /// <summary>rabbitmqctl.</summary>
    public Task Control(params string[] arguments) =>
        Commands.Run(
            "env",
            [.. _environment.Select(of => $"{of.Key}={of.Value}"), "/usr/lib/rabbitmq/bin/rabbitmqctl", "-n", Name, .. arguments]
        );

    public override async Task Kill()
    {
        // The script's own process is only the shell around it.
        using var beam = Process.GetProcessById(
            int.Parse(await File.ReadAllTextAsync(In("pid")), System.Globalization.CultureInfo.InvariantCulture)
        );
        beam.Kill();
        await beam.WaitForExitAsync();
        await _process!.WaitForExitAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (IsRunning)
        {
            await Kill();
        }

        // Erlang leaves its port mapper behind; with no node registered it lets itself be ended.
        var end = new ProcessStartInfo("epmd", ["-kill"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        end.Environment["ERL_EPMD_PORT"] = _environment["ERL_EPMD_PORT"];
        using var mapper = Process.Start(end)!;
        await mapper.WaitForExitAsync();
        _folder.Delete(recursive: true);
    }

    private string In(string file) => Path.Combine(_folder.FullName, file);

    private static async Task<bool> Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
