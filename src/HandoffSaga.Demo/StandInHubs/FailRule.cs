namespace HandoffSaga.Demo.StandInHubs;

/// <summary>One way a stand-in hub fails on demand.</summary>
internal abstract record FailRule
{
    private FailRule() { }

    /// <summary><c>status:503</c>: every request gets this status.</summary>
    public sealed record Status(int Code) : FailRule;

    /// <summary><c>first:3</c>: the first requests get 503.</summary>
    public sealed record First(int Requests) : FailRule;

    /// <summary><c>once</c>: the first request of each key gets 503.</summary>
    public sealed record Once : FailRule;

    /// <summary><c>every:5</c>: the first request of every n-th key gets 503.</summary>
    public sealed record Every(int Keys) : FailRule;

    /// <summary><c>down</c>: every connection is cut.</summary>
    public sealed record Down : FailRule;

    /// <summary><c>timeout</c>: no answer, until the client leaves.</summary>
    public sealed record Timeout : FailRule;

    /// <summary><c>reject</c>, <c>reject-retryable</c>: every package is rejected by a receipt.</summary>
    public sealed record Reject(bool Retryable) : FailRule;

    /// <summary><c>slow:2s</c>: every answer takes this long.</summary>
    public sealed record Slow(TimeSpan Delay) : FailRule;

    /// <summary><c>retry-after:5s</c>: every 503 has this header; without another rule, every request gets such a 503.</summary>
    public sealed record RetryAfter(TimeSpan Delay) : FailRule;

    /// <summary><c>no-receipt</c>: taken, and answered 200 with an empty object.</summary>
    public sealed record NoReceipt : FailRule;

    /// <summary><c>bad-digest</c>: taken, and the receipt names other bytes.</summary>
    public sealed record BadDigest : FailRule;

    /// <summary><c>bad-head</c>: taken, and the receipt has seen another ledger than the package's.</summary>
    public sealed record BadHead : FailRule;

    /// <summary><c>lost-answer</c>: taken, then the connection is cut; a later attempt gets its receipt as a duplicate.</summary>
    public sealed record LostAnswer : FailRule;
}
