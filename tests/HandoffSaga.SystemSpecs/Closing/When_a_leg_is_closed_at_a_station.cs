using System.Net;
using System.Net.Http.Json;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Ledger;
using HandoffSaga.SystemSpecs.AuditPacks;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Closing;

/// <summary>A hub that has something else under the same key, as after a restore, and a contract that will never come.</summary>
public sealed class When_a_leg_is_closed_at_a_station
{
    private const string Reason = "the hub has it: VH-99812";

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_closed_by_command_and_over_http_and_everything_proves_it()
    {
        // Given what a hub rejects for good, and what waits for a contract
        await using var station = await RealStation.With(vaultFails: "reject");
        station.Given("Node__Id", "NODE-LP-001");
        station.Given("Contracts__Recheck", "1s");
        await station.Start();
        (await station.Submit("PKG-1")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilLeg("PKG-1", "vault_hub", "escalated");
        await station.UntilLeg("PKG-1", "next_node", "complete");
        station.Vault.Fail = FailRules.None;
        var late = RealStation.Signoff("PKG-2").Replace("SC-2025-001-CP-TEST1.yaml", "SC-2025-001-LATE.yaml", StringComparison.Ordinal);
        (await station.SubmitRaw(station.Signed(late))).Status.ShouldBe(HttpStatusCode.Accepted);
        await station.UntilLeg("PKG-2", "vault_hub", "complete");
        await station.UntilLeg("PKG-2", "next_node", "held");
        (await Runs(station, "status", "PKG-1")).Text.ShouldContain("handoff close PKG-1 --leg vault_hub --reason");

        // When a person closes one by the command, and one over HTTP
        var closed = await Runs(station, "close", "PKG-1", "--leg", "vault_hub", "--reason", Reason, "--by", "J. Doe");
        closed.ExitCode.ShouldBe(0, closed.Error);
        closed.Text.ShouldMatch($"^PKG-1  vault_hub  closed by J\\. Doe at .*: {Reason}\n$");
        (await Close(station, "PKG-2", "next_node")).ShouldBe(HttpStatusCode.OK);
        (await Close(station, "PKG-2", "next_node")).ShouldBe(HttpStatusCode.OK, "it is closed already");
        (await Close(station, "PKG-2", "vault_hub")).ShouldBe(HttpStatusCode.Conflict, "it is complete");
        (await Close(station, "PKG-3", "vault_hub")).ShouldBe(HttpStatusCode.NotFound);

        // Then both are closed, also after a restart, and the contract that comes after all moves nothing
        (await station.Process.Terminate()).ShouldBe(0);
        await File.WriteAllTextAsync(
            Path.Combine(station.Folder, "contracts", "SC-2025-001-LATE.yaml"),
            RealStation.Contract.Replace("SC-2025-001-CP-TEST1", "SC-2025-001-LATE", StringComparison.Ordinal),
            Ends
        );
        await station.Start();
        (await station.Get("transfers?status=closed")).GetProperty("total").GetInt64().ShouldBe(2);
        (await Runs(station, "list", "--status", "closed")).Text.ShouldContain("PKG-1");
        (await station.Find("PKG-2"))!
            .Value.GetProperty("legs")
            .GetProperty("next_node")
            .GetProperty("closed_by")
            .GetString()
            .ShouldBe("A. Smith");

        // And an auditor's pack holds, with who closed it; one who names somebody else is found
        var pack = new Tampering(await PackOf(station));
        var verified = await Verify(station, pack);
        verified.ExitCode.ShouldBe(0, verified.Text + verified.Error);
        pack.Text(pack.Named("report.html")).ShouldContain("Leg closed without a confirmation");
        pack.Replace(pack.Named("PKG-1/transfer.json"), "\"closed_by\":\"J. Doe\"", "\"closed_by\":\"J. Roe\"");
        var found = await Verify(station, pack.WithNewSums());
        found.ExitCode.ShouldBe(6, found.Text);
        found.Text.ShouldContain("it says that J. Roe closed vault_hub, and the ledger does not");

        // And a redelivery opens them again
        (await Runs(station, "redeliver", "PKG-1", "--leg", "vault_hub", "--reason", "it has not")).ExitCode.ShouldBe(0);
        (await Runs(station, "redeliver", "PKG-2", "--leg", "next_node", "--reason", "it came")).ExitCode.ShouldBe(0);
        await station.UntilComplete(2);
        station.Vault.AcceptedByKey.Concat(station.Floor.AcceptedByKey).ShouldAllBe(key => key.Value == 1);
        (await station.Process.Terminate()).ShouldBe(0);
        var ledger = await station.Runs("ledger", "verify");
        ledger.ExitCode.ShouldBe(0, ledger.Text + ledger.Error);
    }

    private static Task<Finished> Runs(RealStation station, params string[] arguments) =>
        station.Runs([.. arguments, "--url", station.Process.Url.ToString()]);

    private static async Task<HttpStatusCode> Close(RealStation station, string package, string leg)
    {
        using var http = new HttpClient();
        var request = new
        {
            leg,
            reason = "the order was cancelled",
            requested_by = "A. Smith",
        };
        using var answer = await http.PostAsJsonAsync(new Uri(station.Process.Url, $"transfers/{package}/close"), request, Ends);
        return answer.StatusCode;
    }

    private static async Task<byte[]> PackOf(RealStation station)
    {
        var file = Path.Combine(station.Folder, "pack.zip");
        var made = await Runs(
            station,
            "audit-pack",
            "--clientpo",
            "CPO-2025-001",
            "--vkey",
            Vkey(station),
            "--jwks",
            station.GuardianJwks,
            "--out",
            file
        );
        made.ExitCode.ShouldBe(0, made.Error);
        return await File.ReadAllBytesAsync(file, Ends);
    }

    private static async Task<Finished> Verify(RealStation station, Tampering pack)
    {
        var folder = Path.Combine(station.Folder, Path.GetRandomFileName());
        pack.Unpack(folder);
        return await Finished.Python(Path.Combine(folder, "verify.py"), folder, "--vkey", Vkey(station));
    }

    private static string Vkey(RealStation station)
    {
        NoteKeyFile
            .TryRead(
                Path.Combine(station.DataFolder, "ledger.key"),
                "handoff.local/NODE-LP-001",
                NoteKeyType.Ed25519,
                out var key,
                out var problem
            )
            .ShouldBeTrue(problem);
        using (key)
            return key!.VerifierKey.ToString();
    }
}
