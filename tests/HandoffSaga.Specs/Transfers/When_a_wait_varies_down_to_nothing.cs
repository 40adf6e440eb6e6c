using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_a_wait_varies_down_to_nothing
{
    [Fact]
    public async Task The_next_attempt_follows_at_once()
    {
        // Given a jitter of the whole delay, and the draw that takes all of it away
        await using var station = await Station.Started(s =>
        {
            s.Vault.Answers = ScriptedHub.Down;
            s.Jitter = 0;
            s.Redelivery = RedeliveryPolicy.Default with { Jitter = 1, AfterEscalation = null };
        });

        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));

        var transfer = await station.Until("PKG-1", t => t.Vault.Status == LegStatus.Escalated);
        transfer.Vault.Attempts.ShouldBe(4);
        transfer.VaultRedeliveryToken.ShouldBeNull();
    }
}
