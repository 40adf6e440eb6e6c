using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;
using HandoffSaga.Specs.Harness;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Specs.Wire;

/// <summary>
/// A station as <c>handoff run</c> runs it, with real hubs and a receiver of alerts, all on loopback: what crosses here is what crosses.
/// </summary>
internal sealed class WiredStation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wired-station-");
    private readonly GuardianKey _key = GuardianKey.Generate("EdDSA", "guardian-1");
    private RunningStation _station = null!;

    private WiredStation(StandInHub vault, StandInHub floor, AlertReceiver alerts, SmartLedger smartLedger) =>
        (Vault, Floor, Alerts, SmartLedger) = (vault, floor, alerts, smartLedger);

    public StandInHub Vault { get; }
    public StandInHub Floor { get; }
    public AlertReceiver Alerts { get; }
    public SmartLedger SmartLedger { get; }
    public HttpClient Http { get; private set; } = null!;
    public string Folder => _folder.FullName;

    public static async Task<WiredStation> Start()
    {
        var station = new WiredStation(
            await StandInHub.Start(new StandInHubOptions { Kind = HubKind.Vault }, CancellationToken.None),
            await StandInHub.Start(new StandInHubOptions { Kind = HubKind.Floor }, CancellationToken.None),
            await AlertReceiver.Start(),
            await SmartLedger.Start()
        );
        await File.WriteAllBytesAsync(Path.Combine(station._folder.FullName, "guardian.jwks.json"), station._key.ToPublicJwks());
        station._station = await StationHost.Start(station.Settings(), logging => logging.ClearProviders(), CancellationToken.None);
        station.Http = new HttpClient { BaseAddress = station._station.Address };
        return station;
    }

    /// <summary>A signoff this station's Guardian has signed.</summary>
    public byte[] Signed(string packageId, JsonNode? trigger, Action<JsonObject>? change = null) =>
        SignoffSigner
            .Sign(CanonicalObject.Parse(SampleSignoffs.For(packageId, trigger, change), CanonicalLimits.Default).Object!, _key)
            .Utf8.ToArray();

    public async Task<byte[]> Post(byte[] signoff, string? contentType = "application/json")
    {
        using var content = new ByteArrayContent(signoff);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await Http.PostAsync("/signoffs", content);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public async Task<byte[]> Get(string path) => await Http.GetByteArrayAsync(path);

    /// <summary>The transfer once it has this status; the station can only be asked, again and again.</summary>
    public async Task<JsonElement> Until(string packageId, string status)
    {
        using var patience = new CancellationTokenSource(Harness.Station.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var transfer = JsonElement.Parse(await Get($"/transfers/{packageId}"));
            if (transfer.GetProperty("status").GetString() == status)
                return transfer;
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _station.DisposeAsync();
        await Vault.DisposeAsync();
        await Floor.DisposeAsync();
        await Alerts.DisposeAsync();
        await SmartLedger.DisposeAsync();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private HandoffSettings Settings()
    {
        var reading = SettingsReading.Read(
            [
                SettingsSource.Variables(
                    new Dictionary<string, string>
                    {
                        ["HANDOFF_DataFolder"] = _folder.FullName,
                        ["HANDOFF_Guardian__Jwks"] = Path.Combine(_folder.FullName, "guardian.jwks.json"),
                        ["HANDOFF_Contracts__Folder"] = Path.Combine(WireContract.Folder, "..", "smart-contracts"),
                        ["HANDOFF_Hubs__Vault__Url"] = new Uri(Vault.BaseAddress, "receive-test-results").AbsoluteUri,
                        ["HANDOFF_Hubs__Floor__Url"] = new Uri(Floor.BaseAddress, "route-to-node").AbsoluteUri,
                        ["HANDOFF_Redelivery__Delays"] = "",
                        ["HANDOFF_Ledger__ForwardUrl"] = SmartLedger.Url.AbsoluteUri,
                        ["HANDOFF_Alerts__FloorHubUrl"] = Alerts.Url.AbsoluteUri,
                        ["HANDOFF_Api__Urls"] = "http://127.0.0.1:0",
                    }
                ),
            ],
            _folder.FullName
        );
        return reading.Settings ?? throw new InvalidOperationException(string.Join("; ", reading.Problems));
    }
}
