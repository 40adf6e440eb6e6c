using HandoffSaga.Legs;

namespace HandoffSaga.Redelivery;

/// <summary>Accepts operators' requests to deliver a leg again, or now instead of later.</summary>
internal interface IRedeliveryService
{
    /// <summary>Requests the redelivery; returns after the request is on disk.</summary>
    /// <param name="packageId">The package.</param>
    /// <param name="leg">Which half.</param>
    /// <param name="reason">The reason, for the ledger; 1 to 1000 characters.</param>
    /// <param name="requester">The requester, for the ledger.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<RedeliveryResult> Request(
        string packageId,
        Destination leg,
        string reason,
        Requester requester,
        CancellationToken cancellationToken
    );
}

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
