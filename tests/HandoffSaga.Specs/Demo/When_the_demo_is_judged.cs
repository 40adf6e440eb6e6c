using HandoffSaga.Client.Guardian;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Demo.Story;
using HandoffSaga.Specs.Cli;

namespace HandoffSaga.Specs.Demo;

public sealed class When_the_demo_is_judged : IAsyncLifetime
{
    private readonly Prompt _prompt = new();
    private readonly List<DemoOutcome> _outcomes = [];
    private readonly List<KeptPackage> _vault = [];
    private readonly List<KeptPackage> _floor = [];
    private readonly Dictionary<string, int> _accepted = [];
    private string _faulty = "";

    public async ValueTask InitializeAsync()
    {
        await DemoContracts.Unpack(_prompt.Folder, CancellationToken.None);
        using var key = GuardianKey.Generate("EdDSA", "guardian");
        var signoffs = DemoSignoff.OfJob(await DemoContracts.Job(_prompt.Folder, CancellationToken.None), key, DateTimeOffset.UnixEpoch);
        _faulty = signoffs[1].PackageId;
        foreach (var signoff in signoffs)
        {
            _vault.Add(Kept(signoff, "vault_hub"));
            if (signoff.HasNextNode)
                _floor.Add(Kept(signoff, "next_node"));
            var attempts = (signoff.HasNextNode ? 2 : 1) + (signoff.PackageId == _faulty ? 1 : 0);
            _outcomes.Add(
                new DemoOutcome(
                    signoff,
                    Transfer("fully_complete"),
                    new AttemptsAnswer([
                        .. Enumerable.Repeat(new AttemptAnswer(null, null, null, null, null, null, null, null, null, null), attempts),
                    ]),
                    new AuditAnswer([new EntryAnswer("transfer_complete", null, null, null, null, null, null, null)])
                )
            );
        }
    }

    public ValueTask DisposeAsync()
    {
        _prompt.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void The_job_is_LP_then_CP_then_final() => _outcomes.Select(outcome => outcome.Signoff.Name).ShouldBe(["LP", "CP", "FI"]);

    [Fact]
    public void Everything_in_its_place_is_nothing_wrong() => Verdict().ShouldBeEmpty();

    [Fact]
    public void A_package_the_vault_hub_does_not_hold_is_wrong()
    {
        _vault.RemoveAt(2);

        Verdict().ShouldContain("the vault hub does not hold XFER-PKG-2025-001-FINAL");
    }

    [Fact]
    public void Other_bytes_than_were_sent_are_wrong()
    {
        _floor[0] = _floor[0] with { PayloadSha256 = "other" };

        Verdict().ShouldBe(["the floor hub holds other bytes of XFER-PKG-2025-001-LP-TEST1 than were sent"]);
    }

    [Fact]
    public void A_package_accepted_twice_is_wrong()
    {
        _accepted["XFER-PKG-2025-001-LP-TEST1:vault_hub"] = 2;

        Verdict().ShouldBe(["XFER-PKG-2025-001-LP-TEST1:vault_hub was accepted 2 times"]);
    }

    [Fact]
    public void A_package_too_many_is_wrong()
    {
        _floor.Add(_floor[0] with { TransferId = "XFER-OTHER" });

        Verdict().ShouldBe(["the floor hub holds 3 packages, not 2"]);
    }

    [Fact]
    public void A_transfer_that_is_not_complete_is_wrong()
    {
        _outcomes[0] = _outcomes[0] with { Transfer = Transfer("vault_complete") };

        Verdict().ShouldBe(["PKG-2025-001-LP-TEST1 is vault_complete, not fully_complete"]);
    }

    [Fact]
    public void A_fault_nobody_saw_is_wrong()
    {
        _outcomes[1] = _outcomes[1] with { Attempts = new AttemptsAnswer([]) };

        Verdict().ShouldBe(["PKG-2025-001-CP-TEST1 took 0 attempts, not 3"]);
    }

    [Fact]
    public void A_trail_that_does_not_end_is_wrong()
    {
        _outcomes[2] = _outcomes[2] with { Audit = null };

        Verdict().ShouldBe(["the audit trail of PKG-2025-001-FINAL does not say that it is complete"]);
    }

    private static TransferAnswer Transfer(string status)
    {
        var leg = new LegAnswer("complete", null, 1, null, null, null, "sha", null, null, null, null);
        return new TransferAnswer(
            null,
            null,
            null,
            null,
            null,
            null,
            status,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new LegsAnswer(leg, leg)
        );
    }

    private static KeptPackage Kept(DemoSignoff signoff, string leg) =>
        new(1, $"{signoff.TransferId}:{leg}", signoff.TransferId, leg, 1, "R-1", DateTimeOffset.UnixEpoch, "sha", default);

    private IReadOnlyList<string> Verdict() => DemoVerdict.Of(_outcomes, _vault, _floor, _accepted, _faulty);
}
