using HandoffSaga.Legs;
using HandoffSaga.Redelivery;

namespace HandoffSaga.Specs.Redelivery;

public sealed class When_an_attempt_failed
{
    private static readonly RedeliveryPolicy Policy = RedeliveryPolicy.Default;

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 60)]
    [InlineData(3, 300)]
    public void Each_wait_of_the_policy_is_used_once(int attempts, int seconds) =>
        Decide(AttemptOutcome.Transient, attempts).ShouldBe(new RedeliveryDecision.Redeliver(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void After_the_last_wait_it_is_escalated_and_tried_slowly() =>
        Decide(AttemptOutcome.Transient, 4).ShouldBe(new RedeliveryDecision.Escalate(TimeSpan.FromMinutes(15)));

    [Fact]
    public void Silence_counts_like_a_transient_failure() =>
        Decide(AttemptOutcome.NoReply, 1).ShouldBe(new RedeliveryDecision.Redeliver(TimeSpan.FromSeconds(10)));

    [Fact]
    public void A_permanent_failure_is_escalated_at_once_and_not_tried_again() =>
        Decide(AttemptOutcome.Permanent, 1).ShouldBe(new RedeliveryDecision.Escalate(null));

    [Fact]
    public void A_permanent_failure_that_may_recover_is_escalated_at_once_and_tried_slowly() =>
        Decide(AttemptOutcome.Permanent, 1, mayRecover: true).ShouldBe(new RedeliveryDecision.Escalate(TimeSpan.FromMinutes(15)));

    [Theory]
    [InlineData("http:401", true)]
    [InlineData("http:403", true)]
    [InlineData("http:404", true)]
    [InlineData("http:400", false)]
    [InlineData("http:422", false)]
    [InlineData("receipt:rejected", false)]
    [InlineData(null, false)]
    public void Only_what_is_mended_elsewhere_may_recover(string? code, bool may) => ErrorCodes.MayRecover(code).ShouldBe(may);

    [Fact]
    public void An_escalated_leg_stays_escalated_however_fresh_its_budget() =>
        Decide(AttemptOutcome.Transient, 1, escalated: true).ShouldBe(new RedeliveryDecision.Escalate(TimeSpan.FromMinutes(15)));

    [Fact]
    public void Without_slow_tries_an_escalation_is_the_end() =>
        Decide(AttemptOutcome.Transient, 4, policy: Policy with { AfterEscalation = null }).ShouldBe(new RedeliveryDecision.Escalate(null));

    [Fact]
    public void Without_delays_the_first_failure_is_escalated() =>
        Decide(AttemptOutcome.Transient, 1, policy: Policy with { Delays = [] })
            .ShouldBe(new RedeliveryDecision.Escalate(TimeSpan.FromMinutes(15)));

    [Theory]
    [InlineData(0.0, 8)]
    [InlineData(0.5, 10)]
    [InlineData(1.0, 12)]
    public void The_wait_varies_by_the_jitter(double sample, double seconds) =>
        Decide(AttemptOutcome.Transient, 1, jitter: sample).ShouldBe(new RedeliveryDecision.Redeliver(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(5, 10)]
    [InlineData(120, 120)]
    [InlineData(7200, 3600)]
    public void What_the_hub_asks_for_is_honoured_up_to_the_limit(int asked, int seconds) =>
        Decide(AttemptOutcome.Transient, 1, retryAfter: TimeSpan.FromSeconds(asked))
            .ShouldBe(new RedeliveryDecision.Redeliver(TimeSpan.FromSeconds(seconds)));

    private static RedeliveryDecision Decide(
        AttemptOutcome failure,
        int attempts,
        bool escalated = false,
        TimeSpan? retryAfter = null,
        double jitter = 0.5,
        RedeliveryPolicy? policy = null,
        bool mayRecover = false
    ) => RedeliveryDecision.Decide(policy ?? Policy, failure, attempts, escalated, retryAfter, mayRecover, jitter);
}
