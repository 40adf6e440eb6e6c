using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Demo.StandInHubs;

namespace HandoffSaga.SystemSpecs.Harness;

/// <summary>Two hubs that really receive, and a station whose process may be killed and started again on the same data.</summary>
internal sealed class RealStation : IAsyncDisposable
{
    public static readonly TimeSpan Patience = BusyMachine.Patience;

    private readonly string _folder = Directory.CreateTempSubdirectory("real-station-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly Dictionary<string, string> _settings;

    private RealStation(StandInHub vault, StandInHub floor, (string Postgres, Uri RabbitMq)? plant)
    {
        (Vault, Floor) = (vault, floor);
        var contracts = Directory.CreateDirectory(Path.Combine(_folder, "contracts")).FullName;
        File.WriteAllText(Path.Combine(contracts, "SC-2025-001-CP-TEST1.yaml"), Contract);
        GuardianJwks = Path.Combine(_folder, "guardian.jwks.json");
        File.WriteAllBytes(GuardianJwks, Key.ToPublicJwks());
        _settings = new Dictionary<string, string>
        {
            ["Guardian__Jwks"] = GuardianJwks,
            ["DataFolder"] = Path.Combine(_folder, "data"),
            ["Contracts__Folder"] = contracts,
            ["Api__Urls"] = "http://127.0.0.1:0",
            ["Hubs__Vault__Url"] = new Uri(vault.BaseAddress, "receive-test-results").ToString(),
            ["Hubs__Floor__Url"] = new Uri(floor.BaseAddress, "route-to-node").ToString(),
            ["Redelivery__Delays"] = "1s,1s,1s",
            ["Redelivery__AfterEscalation"] = "2s",
        };
        if (plant is { } servers)
        {
            _settings["Store__Provider"] = "postgres";
            _settings["Store__ConnectionString"] = servers.Postgres;
            _settings["Bus__Provider"] = "rabbitmq";
            _settings["Bus__Url"] = servers.RabbitMq.ToString();
        }
    }

    /// <summary>What the station's Guardian signs with.</summary>
    public GuardianKey Key { get; } = GuardianKey.Generate("EdDSA", "guardian-1");

    public string GuardianJwks { get; }

    /// <summary>A folder of the station's own, which goes with it.</summary>
    public string Folder => _folder;

    public string DataFolder => _settings["DataFolder"];

    public StandInHub Vault { get; }
    public StandInHub Floor { get; }
    public HandoffProcess Process { get; private set; } = null!;

    /// <summary>Each line the service says.</summary>
    public event Action<string>? Heard;

    /// <param name="vaultFails">What the Vault Hub does wrong.</param>
    /// <param name="floorFails">What the Floor Hub does wrong.</param>
    /// <param name="plant">A database and a broker instead of a file and queues in memory.</param>
    public static async Task<RealStation> With(
        string? vaultFails = null,
        string? floorFails = null,
        (string Postgres, Uri RabbitMq)? plant = null
    ) =>
        new(
            await StandInHub.Start(Hub(HubKind.Vault, vaultFails), CancellationToken.None),
            await StandInHub.Start(Hub(HubKind.Floor, floorFails), CancellationToken.None),
            plant
        );

    /// <summary>
    /// Tries to start a second service with this station's settings, changed where given, and returns what it said when it gave up.
    /// </summary>
    public async Task<string> StartSecond(params (string Key, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>(_settings);
        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        return (await Should.ThrowAsync<InvalidOperationException>(() => HandoffProcess.Run(settings))).Message;
    }

    /// <summary>Changes a setting for the next start.</summary>
    public void Set(string key, string value) => _settings[key] = value;

    /// <summary>The program with this station's settings, to its end.</summary>
    public Task<Finished> Runs(params string[] arguments) => Finished.Handoff(_settings, arguments);

    public string OtherFolder => Path.Combine(_folder, "other");

    /// <summary>A setting of the next start.</summary>
    public void Given(string key, string value) => _settings[key] = value;

    public async Task Start(string? crashAt = null) => Process = await HandoffProcess.Run(_settings, crashAt, line => Heard?.Invoke(line));

    /// <summary>The status of the answer; null when the connection broke before there was one.</summary>
    public async Task<HttpStatusCode?> Submit(string packageId, GuardianKey? key = null)
    {
        using var content = new ByteArrayContent(Signed(Signoff(packageId), key));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var answer = await _http.PostAsync(new Uri(Process.Url, "signoffs"), content);
            return answer.StatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    public async Task<(HttpStatusCode Status, JsonElement Problem)> SubmitRaw(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.PostAsync(new Uri(Process.Url, "signoffs"), content);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsByteArrayAsync()));
    }

    public async Task<JsonElement?> Find(string packageId)
    {
        using var answer = await _http.GetAsync(new Uri(Process.Url, $"transfers/{packageId}"));
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsByteArrayAsync());
    }

    public async Task<JsonElement> Get(string path) =>
        JsonSerializer.Deserialize<JsonElement>(await _http.GetByteArrayAsync(new Uri(Process.Url, path)));

    /// <summary>Returns when a leg has this status; another process can only be asked, again and again.</summary>
    public async Task UntilLeg(string packageId, string leg, string status)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while ((await Find(packageId))?.GetProperty("legs").GetProperty(leg).GetProperty("status").GetString() != status)
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Returns when so many transfers are fully complete; another process can only be asked, again and again.</summary>
    public async Task UntilComplete(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        long complete = -1;
        try
        {
            while ((complete = (await Get("transfers?status=fully_complete&limit=1")).GetProperty("total").GetInt64()) < count)
            {
                await look.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{complete} of {count} transfers were complete after {Patience}.\n{Process.Messages}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }

        await Vault.DisposeAsync();
        await Floor.DisposeAsync();
        Key.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What <paramref name="signoff"/> says, signed.</summary>
    public byte[] Signed(string signoff, GuardianKey? key = null) =>
        SignoffSigner
            .Sign(CanonicalObject.Parse(Encoding.UTF8.GetBytes(signoff), CanonicalLimits.Default).Object!, key ?? Key)
            .Utf8.ToArray();

    /// <summary>A signoff nobody has signed yet.</summary>
    public static string Signoff(string packageId) =>
        $$$"""
            {"package_id":"{{{packageId}}}","clientpo_id":"CPO-2025-001","test_id":"SC-2025-001-LP-TEST1",
             "approvals":[{"role":"level_iii_inspector","name":"J. Doe","signed_at":"2025-06-01T14:02:11.000Z","meaning":"approved"}],
             "test_data":{"smart_contract_id":"SC-2025-001-LP-TEST1","part_id":"PART-0001","part_number":"PN-7781",
               "routing_trigger":{"type":"next_node","next_station":"NODE-CP-001","next_contract":"SC-2025-001-CP-TEST1.yaml"}}
            }
            """;

    private static StandInHubOptions Hub(HubKind kind, string? fails) =>
        new() { Kind = kind, Fail = fails is not null && FailRules.TryParse(fails, out var rules, out _) ? rules : FailRules.None };

    internal const string Contract = """
        smart_contract_id: SC-2025-001-CP-TEST1
        clientpo_id: CPO-2025-001
        contract_type: test
        test_type: CP
        sequence_number: 2
        routing_trigger:
          type: workflow_complete
          is_final_contract: true
        """;
}
