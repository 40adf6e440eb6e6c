using System.Net;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Hubs.StandIn;

public sealed class When_a_stand_in_hub_is_told_to_fail
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("status:503", "Transient", "HTTP 503", 0)]
    [InlineData("status:404", "Permanent", "HTTP 404", 0)]
    [InlineData("first:1", "Transient", "HTTP 503", 0)]
    [InlineData("once", "Transient", "HTTP 503", 0)]
    [InlineData("every:1", "Transient", "HTTP 503", 0)]
    [InlineData("reject", "Permanent", "rejected: this hub is set to reject", 0)]
    [InlineData("reject-retryable", "Transient", "rejected: this hub is set to reject", 0)]
    [InlineData("bad-digest", "Transient", "digest_mismatch", 1)]
    [InlineData("no-receipt", "Delivered", null, 1)]
    public async Task Each_rule_is_seen_by_the_dispatcher_as_what_it_stages(string rule, string expected, string? error, int kept)
    {
        await using var hub = await Failing(rule);

        var outcome = await Deliver(hub);

        outcome.Outcome.ShouldBe(Enum.Parse<AttemptOutcome>(expected));
        outcome.Error.ShouldBe(error);
        hub.Kept.Count.ShouldBe(kept);
    }

    [Fact]
    public async Task No_receipt_delivers_on_the_status_alone()
    {
        await using var hub = await Failing("no-receipt");

        (await Deliver(hub)).Evidence.ShouldBe(Evidence.StatusCode);
    }

    [Theory]
    [InlineData("down")]
    [InlineData("lost-answer")]
    public async Task A_cut_connection_is_transient(string rule)
    {
        await using var hub = await Failing(rule);

        var outcome = await Deliver(hub);

        outcome.Outcome.ShouldBe(AttemptOutcome.Transient);
        outcome.StatusCode.ShouldBeNull();
        outcome.Error.ShouldBeOneOf("connection reset", "connection closed before the answer's end");
    }

    [Fact]
    public async Task A_package_whose_answer_was_lost_is_a_duplicate_the_next_time()
    {
        await using var hub = await Failing("lost-answer");

        await Deliver(hub);
        var second = await Deliver(hub, attempt: 2);

        second.Outcome.ShouldBe(AttemptOutcome.Delivered);
        hub.Received.Select(request => request.Answer).ShouldBe(["accepted (lost-answer)", "duplicate"]);
        hub.AcceptedByKey.Values.ShouldBe([1]);
    }

    [Fact]
    public async Task It_says_when_to_come_back()
    {
        await using var hub = await Failing("first:1,retry-after:5s");

        (await Deliver(hub)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
        (await Deliver(hub)).Outcome.ShouldBe(AttemptOutcome.Delivered);
    }

    [Fact]
    public async Task A_slow_one_answers_when_its_time_has_come()
    {
        var clock = new WatchedClock();
        await using var hub = await Failing("slow:2s", clock);

        var delivering = Deliver(hub);
        await clock.TimerSet.WaitAsync(Ct);
        hub.Kept.ShouldBeEmpty();
        clock.Advance(TimeSpan.FromSeconds(2));

        (await delivering).Outcome.ShouldBe(AttemptOutcome.Delivered);
    }

    [Fact]
    public async Task A_silent_one_keeps_its_client_until_that_leaves()
    {
        var clock = new FakeTimeProvider();
        await using var hub = await Failing("timeout");
        using var connector = new HttpHubConnector(new HubOptions { Url = hub.BaseAddress }, ReceiptSignatures.NotChecked, clock);

        var delivering = connector.Deliver(Sample.Delivery(), Ct);
        await foreach (var _ in hub.Follow(Ct))
            break;
        clock.Advance(TimeSpan.FromSeconds(30));

        (await delivering).Error.ShouldBe("timeout after 30 s");
        hub.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_silent_one_can_be_stopped()
    {
        var hub = await Failing("timeout");
        var delivering = Deliver(hub);
        await foreach (var _ in hub.Follow(Ct))
            break;

        await hub.DisposeAsync();

        (await delivering).Outcome.ShouldBe(AttemptOutcome.Transient);
    }

    [Fact]
    public async Task An_outage_is_staged_and_ended_over_HTTP()
    {
        await using var hub = await StandInHub.Start(new StandInHubOptions { Kind = HubKind.Vault }, Ct);
        using var http = new HttpClient { BaseAddress = hub.BaseAddress };

        (await http.PutAsync("/fail", new StringContent("status:503\n"), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Deliver(hub)).Error.ShouldBe("HTTP 503");

        (await http.DeleteAsync("/fail", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Deliver(hub)).Outcome.ShouldBe(AttemptOutcome.Delivered);
    }

    [Fact]
    public async Task A_rule_it_does_not_know_changes_nothing()
    {
        await using var hub = await Failing("status:503");
        using var http = new HttpClient { BaseAddress = hub.BaseAddress };

        var answer = await http.PutAsync("/fail", new StringContent("explode"), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        hub.Fail.Text.ShouldBe("status:503");
    }

    private static Task<StandInHub> Failing(string rule, TimeProvider? clock = null)
    {
        FailRules.TryParse(rule, out var rules, out var error).ShouldBeTrue(error);
        return StandInHub.Start(
            new StandInHubOptions
            {
                Kind = HubKind.Vault,
                Fail = rules!,
                Clock = clock ?? TimeProvider.System,
            },
            Ct
        );
    }

    private static async Task<DeliveryOutcome> Deliver(StandInHub hub, int attempt = 1)
    {
        using var connector = new HttpHubConnector(
            new HubOptions { Url = hub.BaseAddress },
            ReceiptSignatures.NotChecked,
            TimeProvider.System
        );
        return await connector.Deliver(Sample.Delivery(attempt), Ct);
    }

    /// <summary>Tells when somebody began to wait for it.</summary>
    private sealed class WatchedClock : FakeTimeProvider
    {
        private readonly TaskCompletionSource _timerSet = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task TimerSet => _timerSet.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timerSet.TrySetResult();
            return timer;
        }
    }
}
