using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Hubs.Amqp;

public sealed class When_a_hub_says_nothing_over_a_broker
{
    [Fact]
    public async Task Silence_until_the_deadline_is_a_failed_attempt_and_not_before()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        await StationOverBroker.Delivered(station);

        station.Clock.Advance(StationOverBroker.Deadline);
        (await station.Queries.Find("PKG-1", CancellationToken.None))!.VaultStatus.ShouldBe("transferring");
        station.Clock.Advance(TimeSpan.FromSeconds(2));

        var transfer = await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        (transfer.Vault.LastError, transfer.Vault.LastErrorCode).ShouldBe(("no receipt within 300 s", "deadline:no_receipt"));
        (await StationOverBroker.Attempts(station)).ShouldBe(["1 no_reply"]);
    }

    [Fact]
    public async Task The_deadline_outlives_the_process()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        await station.Broker!.Next();

        await station.Restart();
        station.Broker.Waiting.ShouldBe(0, "the package is out; the hub has its time");
        station.Clock.Advance(StationOverBroker.Deadline + TimeSpan.FromSeconds(2));

        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
    }

    [Fact]
    public async Task The_next_attempt_sends_the_same_bytes_under_the_same_key()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var first = await StationOverBroker.Delivered(station);

        station.Clock.Advance(StationOverBroker.Deadline + TimeSpan.FromSeconds(2));
        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        await station.UntilScheduled();
        station.Clock.Advance(TimeSpan.FromSeconds(11));
        var second = await station.Broker!.Next();

        second.Body.ToArray().ShouldBe(first.Body.ToArray());
        second.MessageId.ShouldBe(first.MessageId);
        second.Headers["handoff-attempt"].ShouldBe(2);
    }

    [Fact]
    public async Task A_confirm_that_took_long_gives_the_hub_its_whole_time_all_the_same()
    {
        var slow = new TaskCompletionSource<RawPublishOutcome>();
        var asked = new TaskCompletionSource();
        await using var station = await StationOverBroker.Started(
            "amqp",
            given: s =>
                s.Broker!.Answers = _ =>
                {
                    asked.TrySetResult();
                    return slow.Task;
                }
        );
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        await asked.Task.WaitAsync(Station.Patience, TestContext.Current.CancellationToken);
        station.Clock.Advance(TimeSpan.FromSeconds(20));
        var moved = station.NextCommit();
        slow.SetResult(new RawPublishOutcome(RawPublishResult.Confirmed, null));
        await moved;

        station.Clock.Advance(StationOverBroker.Deadline - TimeSpan.FromSeconds(1));
        (await station.Queries.Find("PKG-1", CancellationToken.None))!.VaultStatus.ShouldBe("transferring");
        station.Clock.Advance(TimeSpan.FromSeconds(2));

        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
    }
}
