using HandoffSaga.Legs;

namespace HandoffSaga.Redelivery;

/// <summary>The decision on a leg whose attempt failed.</summary>
/// <param name="Wait">The delay of the next attempt; null for no automatic attempt.</param>
internal abstract record RedeliveryDecision(TimeSpan? Wait)
{
    /// <summary>Try again after a delay.</summary>
    internal sealed record Redeliver(TimeSpan Delay) : RedeliveryDecision(Delay);

    /// <summary>Raise an alert, and keep retrying slowly if a delay is given.</summary>
    internal sealed record Escalate(TimeSpan? SlowTry) : RedeliveryDecision(SlowTry);

    /// <summary>Decides on the next attempt, as a pure function.</summary>
    /// <param name="policy">The hub's policy.</param>
    /// <param name="failure">How the attempt failed.</param>
    /// <param name="attemptsInBudget">Attempts made since the first, or since an operator's redelivery, this one included.</param>
    /// <param name="escalated">The leg is already escalated.</param>
    /// <param name="retryAfter">The delay the hub asked for.</param>
    /// <param name="mayRecover">A permanent failure that may end without a change here (<see cref="ErrorCodes.MayRecover"/>): it escalates
    /// at once, and is still tried slowly.</param>
    /// <param name="jitterSample">A random number in [0, 1).</param>
    public static RedeliveryDecision Decide(
        RedeliveryPolicy policy,
        AttemptOutcome failure,
        int attemptsInBudget,
        bool escalated,
        TimeSpan? retryAfter,
        bool mayRecover,
        double jitterSample
    )
    {
        var isPermanent = failure == AttemptOutcome.Permanent;
        if (isPermanent && !mayRecover)
        {
            return new Escalate(SlowTry: null);
        }

        var asked = Min(retryAfter ?? TimeSpan.Zero, policy.MaxRetryAfter);
        return isPermanent || escalated || attemptsInBudget > policy.Delays.Count
            ? new Escalate(policy.AfterEscalation is { } slow ? Max(Vary(slow), asked) : null)
            : new Redeliver(Max(Vary(policy.Delays[attemptsInBudget - 1]), asked));

        TimeSpan Vary(TimeSpan wait) => wait * (1 + (policy.Jitter * ((2 * jitterSample) - 1)));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
