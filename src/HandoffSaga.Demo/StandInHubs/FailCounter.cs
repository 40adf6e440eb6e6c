namespace HandoffSaga.Demo.StandInHubs;

/// <summary>Applies rules to requests. It counts from the moment the rules were set.</summary>
internal sealed class FailCounter(FailRules rules)
{
    private const int Unavailable = 503;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private int _requests;

    public FailRules Rules => rules;

    public FailPlan Next(string idempotencyKey)
    {
        int request,
            key;
        bool firstOfKey;
        lock (_lock)
        {
            request = ++_requests;
            firstOfKey = _keys.TryAdd(idempotencyKey, _keys.Count + 1);
            key = _keys[idempotencyKey];
        }

        var retryAfter = rules.Rules.OfType<FailRule.RetryAfter>().FirstOrDefault()?.Delay;
        return new FailPlan(
            rules.Rules.OfType<FailRule.Slow>().FirstOrDefault()?.Delay ?? TimeSpan.Zero,
            rules.Rules.Select(rule => Failure(rule, request, key, firstOfKey)).FirstOrDefault(failure => failure is not null),
            rules.Rules.FirstOrDefault(rule => rule is FailRule.NoReceipt or FailRule.BadDigest or FailRule.BadHead or FailRule.LostAnswer)
        )
        {
            RetryAfter = retryAfter,
        };
    }

    private FailRule? Failure(FailRule rule, int request, int key, bool firstOfKey)
    {
        var applies = rule switch
        {
            FailRule.First first => request <= first.Requests,
            FailRule.Once => firstOfKey,
            FailRule.Every every => firstOfKey && key % every.Keys == 0,
            FailRule.RetryAfter => !rules.Rules.Any(other => other is FailRule.First or FailRule.Once or FailRule.Every or FailRule.Status),
            _ => false,
        };

        return rule is FailRule.Status or FailRule.Down or FailRule.Timeout or FailRule.Reject ? rule
            : applies ? new FailRule.Status(Unavailable)
            : null;
    }
}
