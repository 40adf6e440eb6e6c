using System.IO.Compression;
using System.Net;
using System.Text.Json;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Ledger;

namespace HandoffSaga.SystemSpecs.AuditPacks;

/// <summary>The real service, a Vault Hub that signs which ledger it was shown, and an auditor.</summary>
public sealed class When_hubs_have_seen_the_ledger : IAsyncLifetime
{
    private static readonly string AnotherRoot = new('0', 64);

    private SigningVault _vault = null!;
    private RealStation _station = null!;
    private PublishedLog _log = null!;

    public async ValueTask InitializeAsync()
    {
        // Given a station whose ledger has a head by now
        _vault = await SigningVault.Start();
        _station = await RealStation.With();
        _station.Set("Hubs__Vault__Url", _vault.Url.ToString());
        _station.Set("Hubs__Vault__Jwks", Path.Combine(_station.Folder, "vault.jwks.json"));
        await File.WriteAllBytesAsync(Path.Combine(_station.Folder, "vault.jwks.json"), _vault.Jwks);
        _log = new PublishedLog(Path.Combine(_station.DataFolder, "ledger"), Path.Combine(_station.DataFolder, "ledger.key"));
        await _station.Start();
        await HandOff("PKG-FIRST");
        await _log.Until(head => head.Checkpoint.Size > 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync();
        await _vault.DisposeAsync();
    }

    [Fact]
    public async Task What_one_signed_is_proof_in_the_pack_and_a_fork_that_one_signed_is_found()
    {
        // When the hub signs the head that it was sent
        await HandOff("PKG-SIGNED");
        var seen = await Seen("PKG-SIGNED");
        (seen.GetProperty("standing").GetString(), seen.GetProperty("signed").GetBoolean()).ShouldBe(("as_sent", true));
        (await Finished.Handoff("attempts", "PKG-SIGNED", "--url", _station.Process.Url.ToString())).Text.ShouldContain(
            $"{seen.GetProperty("ledger_size")} as sent, signed"
        );
        var (pack, report) = await Audit("PKG-SIGNED");
        pack.ExitCode.ShouldBe(0, pack.Text + pack.Error);
        pack.Text.ShouldContain("1 ledger checkpoints seen by hubs (1 signed)");
        report.ShouldContain("as sent, signed");

        // When one is shown another ledger, and says so without signing it
        _vault.Sees = head => head["ledger_root"] = AnotherRoot;
        _vault.Signs = false;
        var told = Said("ledger_head_disputed");
        await HandOff("PKG-CLAIMED");
        (await told).ShouldContain("a claim, not signed");
        (pack, report) = await Audit("PKG-CLAIMED");
        pack.ExitCode.ShouldBe(0, pack.Text + pack.Error);
        pack.Text.ShouldContain("the hub claims, without a signature, to have seen another ledger");
        report.ShouldContain("contradicts, claimed");

        // When it signs that, the delivery counts as before, and the pack does not hold
        _vault.Signs = true;
        await HandOff("PKG-FORKED");
        (await Seen("PKG-FORKED")).GetProperty("standing").GetString().ShouldBe("contradicts");
        (pack, _) = await Audit("PKG-FORKED");
        pack.ExitCode.ShouldBe(6, pack.Text + pack.Error);
        pack.Text.ShouldContain("entries the log had another root");
        await _station.Process.Kill();
        await _log.ShouldVerify([]);
    }

    private async Task HandOff(string packageId)
    {
        (await _station.Submit(packageId)).ShouldBe(HttpStatusCode.Accepted);
        await _station.UntilLeg(packageId, "vault_hub", "complete");
        await _station.UntilLeg(packageId, "next_node", "complete");
    }

    private async Task<JsonElement> Seen(string packageId) =>
        (await _station.Get($"transfers/{packageId}/attempts"))
            .GetProperty("items")
            .EnumerateArray()
            .Single(attempt => attempt.GetProperty("leg").GetString() == "vault_hub")
            .GetProperty("ledger_head_seen");

    private async Task<(Finished Verified, string Report)> Audit(string packageId)
    {
        var file = Path.Combine(_station.Folder, packageId + ".zip");
        var made = await Finished.Handoff(
            "audit-pack",
            packageId,
            "--url",
            _station.Process.Url.ToString(),
            "--vkey",
            _log.Key.ToString(),
            "--jwks",
            _station.GuardianJwks,
            "--out",
            file
        );
        made.ExitCode.ShouldBe(0, made.Error);
        var folder = Path.Combine(_station.Folder, packageId);
        await ZipFile.ExtractToDirectoryAsync(file, folder);
        return (
            await Finished.Python(Path.Combine(folder, "verify.py"), "--vkey", _log.Key.ToString()),
            await File.ReadAllTextAsync(Path.Combine(folder, "report.html"))
        );
    }

    private async Task<string> Said(string words)
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _station.Heard += line =>
        {
            if (line.Contains(words, StringComparison.Ordinal))
                said.TrySetResult(line);
        };
        return await said.Task.WaitAsync(RealStation.Patience);
    }
}
