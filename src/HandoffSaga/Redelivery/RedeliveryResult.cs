using HandoffSaga.Legs;

namespace HandoffSaga.Redelivery;

/// <summary>The result of a redelivery request.</summary>
internal abstract record RedeliveryResult
{
    private RedeliveryResult() { }

    /// <summary>The leg is in progress again.</summary>
    /// <param name="InsteadOf">When its next attempt would have come; null when none was scheduled.</param>
    public sealed record Requested(DateTimeOffset? InsteadOf = null) : RedeliveryResult;

    /// <summary>There is no such transfer.</summary>
    public sealed record NotFound : RedeliveryResult;

    /// <summary>The leg is in progress or done.</summary>
    /// <param name="Detail">One sentence for people.</param>
    /// <param name="LegStatus">The leg's status (<see cref="LegStatusNames"/>).</param>
    public sealed record NotPossible(string Detail, string LegStatus) : RedeliveryResult;
}
