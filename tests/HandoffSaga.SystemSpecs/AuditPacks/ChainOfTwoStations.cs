using System.Net.Http.Json;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.AuditPacks;

/// <summary>
/// A part that went through two stations, each a service of its own with a ledger of its own: a hub refused it once, and a person had it sent again; its signoff came twice,
/// and once with other content; a further test of it waits for a contract. What people and systems wrote about it is as hostile as it may be.
/// </summary>
public sealed class ChainOfTwoStations : IAsyncLifetime
{
    public const string PartId = "PART-1</title><script>alert('part')</script>";
    public const string Reason = "<img src=x onerror=alert(1)> \u202e & \"fixed\"";
    public const string Operator = "<b>Mallory</b>";

    private RealStation lp = null!;
    private RealStation cp = null!;

    /// <summary>The pack, as <c>handoff audit-pack</c> wrote it.</summary>
    public byte[] Pack { get; private set; } = [];

    public string Folder => lp.Folder;

    public string LpKey => KeyOf(lp, "NODE-LP-001");

    public string CpKey => KeyOf(cp, "NODE-CP-001");

    public string[] Vkeys => ["--vkey", LpKey, "--vkey", CpKey];

    public async ValueTask InitializeAsync()
    {
        lp = await RealStation.With(vaultFails: "reject");
        cp = await RealStation.With();
        lp.Given("Node__Id", "NODE-LP-001");
        cp.Given("Node__Id", "NODE-CP-001");
        await File.WriteAllBytesAsync(cp.GuardianJwks, lp.Key.ToPublicJwks());
        await lp.Start();
        await cp.Start();

        await Submit(lp, RealStation.Signoff("PKG-LP-1"));
        await lp.UntilLeg("PKG-LP-1", "vault_hub", "escalated");
        lp.Vault.Fail = FailRules.None;
        using (var http = new HttpClient())
        {
            var order = new { leg = "vault_hub", reason = Reason, requested_by = Operator };
            (await http.PostAsJsonAsync(new Uri(lp.Process.Url, "transfers/PKG-LP-1/redeliver"), order)).EnsureSuccessStatusCode();
        }

        await lp.UntilComplete(1);
        await Submit(lp, RealStation.Signoff("PKG-LP-1"), 200);
        await Submit(lp, RealStation.Signoff("PKG-LP-1").Replace("J. Doe", "J. Roe"), 409);
        await Submit(lp, RealStation.Signoff("PKG-LP-2").Replace("SC-2025-001-CP-TEST1.yaml", "SC-NOT-THERE.yaml"));
        await lp.UntilLeg("PKG-LP-2", "vault_hub", "complete");
        await Submit(cp, RealStation.Signoff("PKG-CP-1")
            .Replace("SC-2025-001-LP-TEST1", "SC-2025-001-CP-TEST1")
            .Replace("""{"type":"next_node","next_station":"NODE-CP-001","next_contract":"SC-2025-001-CP-TEST1.yaml"}""", """{"type":"workflow_complete","is_final_contract":true}"""));
        await cp.UntilComplete(1);
        Pack = await Make("pack.zip");
    }

    public async ValueTask DisposeAsync()
    {
        await lp.DisposeAsync();
        await cp.DisposeAsync();
    }

    /// <summary>Lets the program make the pack, of both services over HTTP.</summary>
    public async Task<byte[]> Make(string name)
    {
        var file = Path.Combine(lp.Folder, name);
        var made = await Finished.Handoff(
            ["audit-pack", "--part-id", PartId, "--url", lp.Process.Url.ToString(), "--url", cp.Process.Url.ToString(), .. Vkeys, "--jwks", lp.GuardianJwks, "--out", file]);
        made.ExitCode.ShouldBe(0, made.Error);
        return await File.ReadAllBytesAsync(file);
    }

    private async Task Submit(RealStation station, string signoff, int answer = 202)
    {
        var (status, problem) = await station.SubmitRaw(station.Signed(signoff.Replace("PART-0001", System.Text.Json.JsonEncodedText.Encode(PartId).ToString()), lp.Key));
        ((int)status).ShouldBe(answer, problem.ToString());
    }

    private static string KeyOf(RealStation station, string node)
    {
        NoteKeyFile.TryRead(Path.Combine(station.DataFolder, "ledger.key"), $"handoff.local/{node}", NoteKeyType.Ed25519, out var key, out var problem).ShouldBeTrue(problem);
        using (key)
            return key!.VerifierKey.ToString();
    }
}
