using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;
using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace HandoffSaga.SystemSpecs.Amqp;

/// <summary>
/// A dispatcher as <c>handoff run</c> runs it, on a real broker and a real PostgreSQL; whoever speaks with it over the broker is the
/// specification.
/// </summary>
internal sealed class AmqpPlant : IAsyncDisposable
{
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    private readonly VirtualHost _broker;
    private readonly PostgresDatabase _database;
    private readonly GuardianKey _guardian = GuardianKey.Generate("EdDSA", "guardian-1");
    private readonly HttpClient _http = new();
    private readonly IChannel _channel;
    private RunningStation _station = null!;

    private AmqpPlant(VirtualHost broker, PostgresDatabase database, IChannel channel, StandInHub vault) =>
        (_broker, _database, _channel, Vault) = (broker, database, channel, vault);

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("amqp-plant-");

    /// <summary>A Vault Hub on HTTP, for stations that reach theirs so.</summary>
    public StandInHub Vault { get; }

    public Uri Url => _station.Address;

    public string Jwks => Path.Combine(Folder.FullName, "guardian.jwks.json");

    public string PrivateKey => Path.Combine(Folder.FullName, "guardian.private.jwk.json");

    public static async Task<AmqpPlant> Start(RealServers servers, VirtualHost broker, params (string Key, string Value)[] settings)
    {
        var plant = new AmqpPlant(
            broker,
            await PostgresDatabase.Create(await servers.Postgres),
            await broker.Channel(),
            await StandInHub.Start(new StandInHubOptions { Kind = HubKind.Vault }, CancellationToken.None)
        );
        await File.WriteAllBytesAsync(plant.Jwks, plant._guardian.ToPublicJwks());
        await File.WriteAllBytesAsync(plant.PrivateKey, plant._guardian.ToPrivateJwk());
        plant._station = await StationHost.Start(
            plant.Settings(settings),
            logging => logging.ClearProviders(),
            TestContext.Current.CancellationToken
        );
        plant._http.BaseAddress = plant._station.Address;
        await plant.UntilReady();
        return plant;
    }

    /// <summary>A signoff Guardian has signed: to a next node, or the last of its job.</summary>
    public byte[] Signoff(string packageId, bool last = false) =>
        SignoffSigner.Sign(CanonicalObject.Parse(Unsigned(packageId, last), CanonicalLimits.Default).Object!, _guardian).Utf8.ToArray();

    public static byte[] Unsigned(string packageId, bool last = false) =>
        Encoding.UTF8.GetBytes(
            $$$"""
            {"package_id":"{{{packageId}}}","clientpo_id":"CPO-2025-001","test_id":"{{{Contract(last)}}}",
             "approvals":[{"role":"level_iii_inspector","name":"J. Doe","signed_at":"2025-06-01T14:02:11.000Z","meaning":"approved"}],
             "test_data":{"smart_contract_id":"{{{Contract(
                last
            )}}}","part_id":"PART-0001","part_number":"PN-7781","routing_trigger":{{{Trigger(last)}}}}}
            """
        );

    public async Task Publish(byte[] body, string? contentType = null, string exchange = "guardian.signoffs", string routingKey = "")
    {
        var properties = new BasicProperties { Persistent = true };
        if (contentType is not null)
            properties.ContentType = contentType;
        await _channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, TestContext.Current.CancellationToken);
    }

    /// <summary>The next message of a queue, taken off it.</summary>
    public async Task<BasicGetResult> Take(string queue)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (true)
        {
            if (await _channel.BasicGetAsync(queue, autoAck: true, patience.Token) is { } message)
                return message;
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>A hub's receipt for a delivery it took.</summary>
    public Task Answer(
        BasicGetResult delivery,
        string disposition = "accepted",
        Action<JsonObject>? change = null,
        string exchange = "",
        string routingKey = "handoff.receipts"
    )
    {
        var receipt = new JsonObject
        {
            ["transfer_id"] = delivery.BasicProperties.CorrelationId,
            ["leg"] = Header(delivery, "handoff-leg"),
            ["disposition"] = disposition,
            ["payload_sha256"] = Header(delivery, "handoff-payload-sha256"),
            ["receipt_id"] = "R-1",
            ["received_by"] = "specs",
        };
        change?.Invoke(receipt);
        return Publish(Encoding.UTF8.GetBytes(receipt.ToJsonString()), "application/json", exchange, routingKey);
    }

    public static string Header(BasicGetResult message, string name) =>
        Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers![name]!);

    public async Task<JsonElement> Get(string path) => JsonSerializer.Deserialize<JsonElement>(await _http.GetByteArrayAsync(path));

    /// <summary>The transfer once this is true of it.</summary>
    public async Task<JsonElement> Until(string packageId, Func<JsonElement, bool> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        JsonElement? last = null;
        try
        {
            while (true)
            {
                using var answer = await _http.GetAsync($"/transfers/{packageId}", patience.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    last = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsByteArrayAsync(patience.Token));
                    if (isTrue(last.Value))
                        return last.Value;
                }

                await look.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(
                $"After {Patience} {packageId} was: {last?.ToString() ?? "unknown"}\nRefused: {await Get("/rejected")}"
            );
        }
    }

    public Task<JsonElement> UntilComplete(string packageId) =>
        Until(packageId, transfer => transfer.GetProperty("status").GetString() == "fully_complete");

    /// <summary>Returns when so many rejections are recorded.</summary>
    public async Task<JsonElement[]> UntilRefused(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (true)
        {
            if ((await Get("/rejected?limit=500")).GetProperty("items") is var items && items.GetArrayLength() >= count)
                return [.. items.EnumerateArray()];
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Returns when the first checkpoint is published.</summary>
    public Task UntilTheLedgerIsPublished() => UntilThereIs("/ledger/checkpoint");

    /// <summary>Returns when the outbox is empty: nothing is on its way and no deadline is left behind.</summary>
    public async Task UntilNothingIsUnderWay()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await _database.Ask<long>("select count(*) from outbox") != 0)
            await look.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>The verifier key of the ledger of a plant with this <c>Node:Id</c>.</summary>
    public string LedgerKey
    {
        get
        {
            var file = Path.Combine(Folder.FullName, "ledger.key");
            NoteKeyFile.TryRead(file, "handoff.local/NODE-LP-001", NoteKeyType.Ed25519, out var key, out var problem).ShouldBeTrue(problem);
            using (key)
                return key!.VerifierKey.ToString();
        }
    }

    /// <summary>Lets the program make a pack of a package, over HTTP.</summary>
    public async Task<byte[]> AuditPack(string packageId)
    {
        var file = Path.Combine(Folder.FullName, "pack.zip");
        var made = await Finished.Handoff(
            "audit-pack",
            packageId,
            "--url",
            Url.ToString(),
            "--vkey",
            LedgerKey,
            "--jwks",
            Jwks,
            "--out",
            file
        );
        made.ExitCode.ShouldBe(0, made.Error);
        return await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
    }

    public Task<uint> Waiting(string queue) => _broker.Count(queue);

    public async ValueTask DisposeAsync()
    {
        if (_station is not null)
            await _station.DisposeAsync();
        await _channel.DisposeAsync();
        await Vault.DisposeAsync();
        await _database.DisposeAsync();
        _http.Dispose();
        _guardian.Dispose();
        Folder.Delete(recursive: true);
    }

    private Task UntilReady() => UntilThereIs("/health/ready");

    // Another program can only be asked, again and again.
    private async Task UntilThereIs(string path)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var answer = await _http.GetAsync(path, patience.Token);
            if (answer.IsSuccessStatusCode)
                return;
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    private HandoffSettings Settings((string Key, string Value)[] settings)
    {
        var variables = new Dictionary<string, string>
        {
            ["HANDOFF_DataFolder"] = Folder.FullName,
            ["HANDOFF_Guardian__Jwks"] = Jwks,
            ["HANDOFF_Contracts__Folder"] = Path.Combine(Repository.Root, "contracts", "smart-contracts"),
            ["HANDOFF_Store__Provider"] = "postgres",
            ["HANDOFF_Store__ConnectionString"] = _database.ConnectionString,
            ["HANDOFF_Bus__Provider"] = "rabbitmq",
            ["HANDOFF_Bus__Url"] = _broker.Amqp.AbsoluteUri,
            ["HANDOFF_Hubs__Vault__Connector"] = "amqp",
            ["HANDOFF_Hubs__Floor__Connector"] = "amqp",
            ["HANDOFF_Hubs__Vault__Url"] = new Uri(Vault.BaseAddress, "receive-test-results").AbsoluteUri,
            ["HANDOFF_Redelivery__Delays"] = "200ms,200ms,200ms",
            ["HANDOFF_Api__Urls"] = "http://127.0.0.1:0",
        };
        foreach (var (key, value) in settings)
            variables["HANDOFF_" + key] = value;
        var reading = SettingsReading.Read([SettingsSource.Variables(variables)], Folder.FullName);
        return reading.Settings ?? throw new InvalidOperationException(string.Join("; ", reading.Problems));
    }

    private static string Contract(bool last) => last ? "SC-2025-001-FINAL" : "SC-2025-001-LP-TEST1";

    private static string Trigger(bool last) =>
        last
            ? """{"type":"workflow_complete","is_final_contract":true}"""
            : """{"type":"next_node","next_station":"NODE-CP-001","next_contract":"SC-2025-001-CP-TEST1.yaml"}""";
}
