using HandoffSaga.Legs;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

/// <summary>A token that is being rotated, a right that is being granted, a hub that is being deployed.</summary>
public sealed class When_a_hub_does_not_let_us_in
{
    private const string Package = "PKG-1";

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task People_hear_of_it_at_once_and_a_slow_try_brings_the_results_through(int status)
    {
        await using var station = await Station.Started(s => s.Vault.Answers = d => ScriptedHub.Answered(AttemptOutcome.Permanent, status));
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));
        var escalated = await station.Until(Package, t => t.Vault.Status == LegStatus.Escalated && t.Vault.NextAttemptAt is not null);
        escalated.Vault.Attempts.ShouldBe(1);

        station.Clock.Advance(TimeSpan.FromMinutes(15));
        await station.Until(Package, t => t.Vault.Attempts == 2 && t.Vault.NextAttemptAt > escalated.Vault.NextAttemptAt);
        station.Vault.Answers = ScriptedHub.Accepted;
        station.Clock.Advance(TimeSpan.FromMinutes(15));

        await station.UntilComplete(Package);
        (await station.LedgerOf(Package)).Count(e => e.Action == "escalate_failure").ShouldBe(1);
    }

    [Fact]
    public async Task What_is_final_is_not_tried_again()
    {
        await using var station = await Station.Started(s => s.Vault.Answers = ScriptedHub.SaysNo);
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));

        var escalated = await station.Until(Package, t => t.Vault.Status == LegStatus.Escalated);

        escalated.Vault.NextAttemptAt.ShouldBeNull();
    }
}
