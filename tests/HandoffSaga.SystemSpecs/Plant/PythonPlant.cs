using System.Collections.Concurrent;
using System.Globalization;
using HandoffSaga.SystemSpecs.Amqp;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>A plant in which Guardian and both hubs are the samples in Python, and everything between them crosses the broker.</summary>
internal sealed class PythonPlant : IAsyncDisposable
{
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    private readonly DirectoryInfo _folder;
    private readonly PostgresDatabase _database;
    private readonly string _url;
    private readonly HttpClient _http = new();
    private Task _publishing = Task.CompletedTask;
    private readonly Dictionary<string, string> _settings;

    private PythonPlant(DirectoryInfo folder, PostgresDatabase database, string url)
    {
        (_folder, _database, _url) = (folder, database, url);
        Vault = PythonHub.Vault(url, In("vault"), In("guardian.jwks.json"), In("hub", "guardian.private.jwk.json"));
        Node = PythonHub.Node(url, In("node"));
        _settings = new Dictionary<string, string>
        {
            ["Contracts__Folder"] = Path.Combine(Repository.Root, "contracts", "smart-contracts"),
            ["Guardian__Jwks"] = In("guardian.jwks.json"),
            ["Api__Urls"] = "http://127.0.0.1:0",
            ["Store__Provider"] = "postgres",
            ["Store__ConnectionString"] = database.ConnectionString,
            ["Bus__Provider"] = "rabbitmq",
            ["Bus__Url"] = url,
            ["Hubs__Vault__Connector"] = "amqp",
            ["Hubs__Vault__Jwks"] = In("hub", "guardian.jwks.json"),
            ["Hubs__Floor__Connector"] = "amqp",
            // A deadline that is set again while its receipt comes stays in the outbox until it is due, and does nothing then.
            ["Hubs__Vault__ReceiptDeadline"] = "20s",
            ["Hubs__Floor__ReceiptDeadline"] = "20s",
            // Replicas have a folder each, and one ledger.
            ["Ledger__KeyFile"] = In("ledger.key"),
        };
    }

    public PythonHub Vault { get; }

    public PythonHub Node { get; }

    public List<HandoffProcess> Replicas { get; } = [];

    /// <param name="postgres">Where its database is made.</param>
    /// <param name="url">The broker, or several nodes of one with commas in between.</param>
    public static async Task<PythonPlant> On(PostgresServer postgres, string url)
    {
        var folder = Directory.CreateTempSubdirectory("python-plant-");
        await PythonSample.Finish(Patience, "guardian.py", "keygen", "--out", folder.FullName, "--kid", "guardian-1");
        await PythonSample.Finish(Patience, "guardian.py", "keygen", "--out", Path.Combine(folder.FullName, "hub"), "--kid", "vault-1");
        return new(folder, await PostgresDatabase.Create(postgres), url);
    }

    /// <summary>What any replica has called critical; handing off goes on then, the ledger may not.</summary>
    public ConcurrentBag<string> Critical { get; } = [];

    public async Task Start(int replicas)
    {
        Replicas.AddRange(await Task.WhenAll(Enumerable.Range(0, replicas).Select(Run)));
        // Only then are the queues there for certain, and a Guardian that publishes has somewhere to publish to.
        foreach (var replica in Replicas)
        {
            await Until(
                async () => (await _http.GetAsync(new Uri(replica.Url, "health/ready"))).IsSuccessStatusCode,
                () => Task.FromResult("a replica was not ready")
            );
        }
    }

    /// <summary>kill -9 for one of the replicas; another takes its place.</summary>
    public async Task Replace(int replica)
    {
        await Replicas[replica].DisposeAsync();
        Replicas[replica] = await Run(replica);
    }

    /// <summary>
    /// Guardian signs and publishes these, persistent, mandatory and with confirms; returns when the broker has them all.
    /// </summary>
    public Task Publish(IEnumerable<string> packages) => _publishing = PublishAll(packages);

    private async Task PublishAll(IEnumerable<string> packages)
    {
        var files = packages.Select(package => In(package + ".json")).ToArray();
        foreach (var file in files)
        {
            await File.WriteAllBytesAsync(file, AmqpPlant.Unsigned(Path.GetFileNameWithoutExtension(file)));
        }

        await PythonSample.Finish(Patience, ["guardian.py", "send", .. files, "--key", In("guardian.private.jwk.json"), "--amqp", _url]);
    }

    public Task<long> Transfers() => _database.Ask<long>("SELECT count(*) FROM transfers");

    public Task UntilAccepted(int count) =>
        Until(async () => await Transfers() >= count, async () => $"{await Transfers()} of {count} signoffs were accepted");

    /// <summary>Returns when so many transfers are fully complete and nothing is left to send.</summary>
    public Task UntilComplete(int count) =>
        Until(
            async () =>
                await _database.Ask<long>(
                    "SELECT (SELECT count(*) FROM outbox) + @count - (SELECT count(*) FROM transfers WHERE current_state = 'FullyComplete')".Replace(
                        "@count",
                        count.ToString(CultureInfo.InvariantCulture),
                        StringComparison.Ordinal
                    )
                ) == 0,
            async () =>
                $"{await _database.Ask<string>("SELECT string_agg(current_state || ' ' || n, ', ') FROM (SELECT current_state, count(*) AS n FROM transfers GROUP BY 1) s")}; in the outbox {await _database.Ask<string>("SELECT coalesce(string_agg(row_to_json(o)::text, E'\\n'), 'nothing') FROM (SELECT * FROM outbox LIMIT 5) o")}"
        );

    /// <summary>Between two signoffs that were accepted one after the other.</summary>
    public Task<TimeSpan> LongestPause() =>
        _database.Ask<TimeSpan>(
            "SELECT max(pause) FROM (SELECT received_at - lag(received_at) OVER (ORDER BY received_at) AS pause FROM transfers) p"
        );

    /// <summary>Each package is where it belongs, once, and nothing lies where people would have to look after it.</summary>
    public async Task EverythingIsWhereItBelongs(IReadOnlyList<string> packages, VirtualHost broker)
    {
        Vault.TookEachOnce(packages);
        Node.TookEachOnce(packages);
        (await Transfers()).ShouldBe(packages.Count);
        (await _database.Ask<long>("SELECT count(*) FROM rejected")).ShouldBe(0);
        Critical.ShouldBeEmpty();
        foreach (var queue in (await broker.Queues()).Keys)
        {
            (await broker.Count(queue)).ShouldBe(0u, queue);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        _http.Dispose();
        await Vault.DisposeAsync();
        await Node.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task<HandoffProcess> Run(int replica) =>
        HandoffProcess.Run(
            new Dictionary<string, string>(_settings) { ["DataFolder"] = In($"data-{replica}") },
            heard: line =>
            {
                if (line.Contains(" crit: ", StringComparison.Ordinal))
                {
                    Critical.Add(line);
                }
            }
        );

    private string In(params string[] path) => Path.Combine([_folder.FullName, .. path]);

    private async Task Until(Func<Task<bool>> isTrue, Func<Task<string>> was)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (!await isTrue())
            {
                await look.WaitForNextTickAsync(patience.Token);
                if (_publishing.IsFaulted)
                {
                    await _publishing;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(
                $"After {Patience}: {await was()}.\n{string.Join("\n---\n", Replicas.Select(replica => replica.Messages))}"
            );
        }
    }
}
