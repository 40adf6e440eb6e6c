using HandoffSaga.Legs;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_the_next_node_is_down
{
    private const string Package = "PKG-1";

    [Fact]
    public async Task The_vault_hub_still_gets_the_results()
    {
        await using var station = await Station.Started(s => s.Floor.Answers = ScriptedHub.Down);

        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));

        await station.Until(Package, t => t.NextNode.Status == LegStatus.RetryPending && t.Vault.Status == LegStatus.Complete);
        (await station.Queries.Find(Package, CancellationToken.None))!.Status.ShouldBe("retry_pending");
    }

    [Fact]
    public async Task Each_leg_counts_its_own_attempts()
    {
        await using var station = await Station.Started(s => (s.Floor.Answers, s.Vault.Answers) = (ScriptedHub.Down, ScriptedHub.Down));
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));
        await station.Until(Package, t => t is { Vault.Status: LegStatus.RetryPending, NextNode.Status: LegStatus.RetryPending });
        station.Vault.Answers = ScriptedHub.Accepted;

        station.Clock.Advance(TimeSpan.FromSeconds(10));

        var transfer = await station.Until(
            Package,
            t => t is { Vault.Status: LegStatus.Complete, NextNode: { Attempts: 2, Status: LegStatus.RetryPending } }
        );
        transfer.Vault.Attempts.ShouldBe(2);
        (await station.Queries.Find(Package, CancellationToken.None))!.RetryCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_leg_that_is_used_up_leaves_the_vault_leg_untouched()
    {
        await using var station = await Station.Started(s => s.Floor.Answers = ScriptedHub.SaysNo);
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));

        var transfer = await station.Until(Package, t => t.NextNode.Status == LegStatus.Escalated && t.Vault.Status == LegStatus.Complete);

        transfer.NextNode.NextAttemptAt.ShouldBeNull();
        transfer.CompletedAt.ShouldBeNull();
        transfer.Vault.Attempts.ShouldBe(1);
    }
}
