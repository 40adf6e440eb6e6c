using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;
using RabbitMQ.Client;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>
/// A plant: a real broker, a real database, two hubs that really receive, and any number of dispatchers in processes of their own.
/// </summary>
internal sealed class PlantSite : IAsyncDisposable
{
    // How long a replica has for an answer; then a Guardian takes it to be frozen and asks another.
    private static readonly TimeSpan NoAnswer = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Patience = BusyMachine.Patience;

    private readonly string _folder = Directory.CreateTempSubdirectory("plant-").FullName;
    private readonly HttpClient _http = new() { Timeout = NoAnswer };
    private readonly PostgresDatabase _database;
    private readonly Dictionary<string, string> _settings;

    private PlantSite(PostgresDatabase database, VirtualHost broker, StandInHub vault, StandInHub floor)
    {
        (_database, Broker, Vault, Floor) = (database, broker, vault, floor);
        var contracts = Directory.CreateDirectory(Path.Combine(_folder, "contracts")).FullName;
        File.WriteAllText(Path.Combine(contracts, "SC-2025-001-CP-TEST1.yaml"), RealStation.Contract);
        _settings = new Dictionary<string, string>
        {
            ["DataFolder"] = Path.Combine(_folder, "data"),
            ["Contracts__Folder"] = contracts,
            ["Guardian__Verification"] = "off",
            ["Api__Urls"] = "http://127.0.0.1:0",
            ["Store__Provider"] = "postgres",
            ["Store__ConnectionString"] = database.ConnectionString,
            ["Bus__Provider"] = "rabbitmq",
            ["Bus__Url"] = broker.Amqp.ToString(),
            ["Hubs__Vault__Url"] = new Uri(vault.BaseAddress, "receive-test-results").ToString(),
            ["Hubs__Floor__Url"] = new Uri(floor.BaseAddress, "route-to-node").ToString(),
            // An attempt whose process died is known to be silent 10 s after its time-out.
            ["Hubs__Vault__Timeout"] = "2s",
            ["Hubs__Floor__Timeout"] = "2s",
            ["Redelivery__Delays"] = "1s,1s,1s",
            ["Redelivery__AfterEscalation"] = "2s",
        };
    }

    public PostgresDatabase Database => _database;

    /// <summary>A folder of the plant's own, which goes with it.</summary>
    public string Folder => _folder;

    public VirtualHost Broker { get; }
    public StandInHub Vault { get; }
    public StandInHub Floor { get; }
    public List<HandoffProcess> Replicas { get; } = [];

    public static async Task<PlantSite> On(
        RealServers servers,
        RabbitMqServer? broker = null,
        string? hubsFail = null,
        PostgresServer? postgres = null
    ) =>
        new(
            await PostgresDatabase.Create(postgres ?? await servers.Postgres),
            await (broker ?? await servers.RabbitMq).NewVirtualHost(),
            await StandInHub.Start(Hub(HubKind.Vault, hubsFail), CancellationToken.None),
            await StandInHub.Start(Hub(HubKind.Floor, hubsFail), CancellationToken.None)
        );

    public Task<HandoffProcess> Start(params (string Key, string Value)[] more) => Start(program: null, more);

    /// <param name="program">Another version's <c>handoff.dll</c>; null for this one's.</param>
    /// <param name="more">Settings of this replica.</param>
    public async Task<HandoffProcess> Start(string? program, params (string Key, string Value)[] more)
    {
        var replica = await HandoffProcess.Run(With(more), program: program);
        Replicas.Add(replica);
        return replica;
    }

    /// <summary>A replica that the crash hook ends. Returns its exit code.</summary>
    public Task<int> StartAndCrash(string crashAt) => HandoffProcess.RunToItsEnd(_settings, crashAt);

    /// <summary>A command of the program with the plant's settings and those of a replica.</summary>
    public Task<Finished> Runs(IEnumerable<(string Key, string Value)> more, params string[] arguments) =>
        Finished.Handoff(With(more), arguments);

    /// <summary>Hands in over HTTP, to any replica that answers, until one has accepted.</summary>
    public async Task Submit(string packageId)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (var turn = Random.Shared.Next(1000); ; turn++)
        {
            var replicas = Replicas.ToArray();
            if (
                await TryPost(replicas[turn % replicas.Length].Url, packageId, patience.Token)
                is HttpStatusCode.Accepted
                    or HttpStatusCode.OK
            )
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Hands in over the broker, as a Guardian does that wants to be sure; returns when the broker has them all.</summary>
    public async Task Publish(IEnumerable<string> packages)
    {
        await using var channel = await Broker.Channel();
        foreach (var package in packages)
        {
            await channel.BasicPublishAsync(
                "guardian.signoffs",
                "",
                mandatory: true,
                new BasicProperties { Persistent = true },
                Encoding.UTF8.GetBytes(Signoff(package))
            );
        }
    }

    public async Task<HttpStatusCode> Health(HandoffProcess replica)
    {
        using var answer = await _http.GetAsync(new Uri(replica.Url, "health/ready"));
        return answer.StatusCode;
    }

    /// <summary>Returns when a replica says so of itself; what it said instead is in the failure.</summary>
    public async Task Until(HandoffProcess replica, HttpStatusCode health)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await Health(replica) != health)
        {
            try
            {
                await look.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"It never said {health}: {await HealthText(replica)}\n{replica.Messages}");
            }
        }
    }

    public async Task<string> HealthText(HandoffProcess replica)
    {
        using var answer = await _http.GetAsync(new Uri(replica.Url, "health/ready"));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Cuts every connection to the database and lets nobody in until the result is disposed.</summary>
    public Task<IAsyncDisposable> TakeDatabaseAway() => _database.Close();

    public Task<long> Rows(string table) => _database.Ask<long>($"SELECT count(*) FROM {table}");

    /// <summary>Returns when so many transfers are fully complete and nothing is left to send.</summary>
    public async Task UntilComplete(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        long complete = -1,
            outbox = -1;
        try
        {
            while (
                (complete = await _database.Ask<long>("SELECT count(*) FROM transfers WHERE current_state = 'FullyComplete'")) < count
                || (outbox = await Rows("outbox")) > 0
            )
            {
                await look.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(
                $"{complete} of {count} transfers were complete, {outbox} messages not sent, after {Patience}.\n{await PlantView.Of(this)}\n{string.Join("\n---\n", Replicas.Select(replica => replica.Messages))}"
            );
        }
    }

    public async Task EachHubTookEachPackageOnce(int count)
    {
        Vault.AcceptedByKey.Count.ShouldBe(count);
        Vault.AcceptedByKey.Values.ShouldAllBe(times => times == 1);
        Floor.AcceptedByKey.Count.ShouldBe(count);
        Floor.AcceptedByKey.Values.ShouldAllBe(times => times == 1);
        foreach (var (name, _) in await Broker.Queues())
        {
            if (
                name.EndsWith("_error", StringComparison.Ordinal)
                || name.EndsWith("_skipped", StringComparison.Ordinal)
                || name == "handoff.poison"
            )
            {
                (await Broker.Count(name)).ShouldBe(0u, name);
            }
        }
    }

    public static Task Signal(HandoffProcess replica, string signal) =>
        Commands.Run("kill", "-" + signal, replica.Id.ToString(CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await Vault.DisposeAsync();
        await Floor.DisposeAsync();
        await _database.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string> With(IEnumerable<(string Key, string Value)> more)
    {
        var settings = new Dictionary<string, string>(_settings);
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return settings;
    }

    /// <summary>Hands in over HTTP, once.</summary>
    public async Task<HttpResponseMessage> Post(Uri url, string packageId, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Signoff(packageId)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await _http.PostAsync(new Uri(url, "signoffs"), content, cancellationToken);
    }

    private async Task<HttpStatusCode?> TryPost(Uri url, string packageId, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(NoAnswer);
        try
        {
            using var answer = await Post(url, packageId, either.Token);
            return answer.StatusCode;
        }
        catch (Exception broken)
            when (broken is HttpRequestException or SocketException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            return null;
        }
    }

    /// <summary>With a signature that nobody checks here.</summary>
    private static string Signoff(string packageId) =>
        RealStation.Signoff(packageId).TrimEnd()[..^1]
        + ""","guardian_signature":"eyJhbGciOiJFZERTQSIsImtpZCI6Imd1YXJkaWFuLTEifQ..c2lnbmF0dXJl"}""";

    private static StandInHubOptions Hub(HubKind kind, string? fails) =>
        new() { Kind = kind, Fail = fails is not null && FailRules.TryParse(fails, out var rules, out _) ? rules : FailRules.None };
}
