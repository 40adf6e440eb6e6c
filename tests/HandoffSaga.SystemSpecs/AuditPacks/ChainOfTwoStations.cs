using System.Net.Http.Json;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.AuditPacks;

/// <summary>
/// A part that went through two stations, each a service of its own with a ledger of its own: a hub refused it once, and a person had it
/// sent again; its signoff came twice, and once with other content; a further test of it waits for a contract. What people and systems
/// wrote about it is as hostile as it may be.
/// </summary>
public sealed class ChainOfTwoStations : IAsyncLifetime
{
    public const string PartId = "PART-1</title><script>alert('part')</script>";
    public const string Reason = "<img src=x onerror=alert(1)> \u202e & \"fixed\"";
    public const string Operator = "<b>Mallory</b>";

    private RealStation _lp = null!;
    private RealStation _cp = null!;

    /// <summary>The pack, as <c>handoff audit-pack</c> wrote it.</summary>
    public byte[] Pack { get; private set; } = [];

    public string Folder => _lp.Folder;

    public string LpKey => KeyOf(_lp, "NODE-LP-001");

    public string CpKey => KeyOf(_cp, "NODE-CP-001");

    public string[] Vkeys => ["--vkey", LpKey, "--vkey", CpKey];

    public async ValueTask InitializeAsync()
    {
        _lp = await RealStation.With(vaultFails: "reject");
        _cp = await RealStation.With();
        _lp.Given("Node__Id", "NODE-LP-001");
        _cp.Given("Node__Id", "NODE-CP-001");
        await File.WriteAllBytesAsync(_cp.GuardianJwks, _lp.Key.ToPublicJwks());
        await _lp.Start();
        await _cp.Start();

        await Submit(_lp, RealStation.Signoff("PKG-LP-1"));
        await _lp.UntilLeg("PKG-LP-1", "vault_hub", "escalated");
        _lp.Vault.Fail = FailRules.None;
        using (var http = new HttpClient())
        {
            var order = new
            {
                leg = "vault_hub",
                reason = Reason,
                requested_by = Operator,
            };
            (await http.PostAsJsonAsync(new Uri(_lp.Process.Url, "transfers/PKG-LP-1/redeliver"), order)).EnsureSuccessStatusCode();
        }

        await _lp.UntilComplete(1);
        await Submit(_lp, RealStation.Signoff("PKG-LP-1"), 200);
        await Submit(_lp, RealStation.Signoff("PKG-LP-1").Replace("J. Doe", "J. Roe"), 409);
        await Submit(_lp, RealStation.Signoff("PKG-LP-2").Replace("SC-2025-001-CP-TEST1.yaml", "SC-NOT-THERE.yaml"));
        await _lp.UntilLeg("PKG-LP-2", "vault_hub", "complete");
        await Submit(
            _cp,
            RealStation
                .Signoff("PKG-CP-1")
                .Replace("SC-2025-001-LP-TEST1", "SC-2025-001-CP-TEST1")
                .Replace(
                    """{"type":"next_node","next_station":"NODE-CP-001","next_contract":"SC-2025-001-CP-TEST1.yaml"}""",
                    """{"type":"workflow_complete","is_final_contract":true}"""
                )
        );
        await _cp.UntilComplete(1);
        Pack = await Make("pack.zip");
    }

    public async ValueTask DisposeAsync()
    {
        await _lp.DisposeAsync();
        await _cp.DisposeAsync();
    }

    /// <summary>Lets the program make the pack, of both services over HTTP.</summary>
    public async Task<byte[]> Make(string name)
    {
        var file = Path.Combine(_lp.Folder, name);
        var made = await Finished.Handoff([
            "audit-pack",
            "--part-id",
            PartId,
            "--url",
            _lp.Process.Url.ToString(),
            "--url",
            _cp.Process.Url.ToString(),
            .. Vkeys,
            "--jwks",
            _lp.GuardianJwks,
            "--out",
            file,
        ]);
        made.ExitCode.ShouldBe(0, made.Error);
        return await File.ReadAllBytesAsync(file);
    }

    private async Task Submit(RealStation station, string signoff, int answer = 202)
    {
        var (status, problem) = await station.SubmitRaw(
            station.Signed(signoff.Replace("PART-0001", System.Text.Json.JsonEncodedText.Encode(PartId).ToString()), _lp.Key)
        );
        ((int)status).ShouldBe(answer, problem.ToString());
    }

    private static string KeyOf(RealStation station, string node)
    {
        NoteKeyFile
            .TryRead(
                Path.Combine(station.DataFolder, "ledger.key"),
                $"handoff.local/{node}",
                NoteKeyType.Ed25519,
                out var key,
                out var problem
            )
            .ShouldBeTrue(problem);
        using (key)
            return key!.VerifierKey.ToString();
    }
}
