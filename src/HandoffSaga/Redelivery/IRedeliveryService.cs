using HandoffSaga.Legs;

namespace HandoffSaga.Redelivery;

/// <summary>An operator's order to deliver a held or escalated leg again.</summary>
internal interface IRedeliveryService
{
    /// <summary>Orders the redelivery; returns after the order is on disk.</summary>
    /// <param name="packageId">The package.</param>
    /// <param name="leg">Which half.</param>
    /// <param name="reason">Why, for the ledger; 1 to 1000 characters.</param>
    /// <param name="requester">Who, for the ledger.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<RedeliveryResult> Request(
        string packageId,
        Destination leg,
        string reason,
        Requester requester,
        CancellationToken cancellationToken
    );
}

/// <summary>What became of the order.</summary>
internal abstract record RedeliveryResult
{
    private RedeliveryResult() { }

    /// <summary>The leg is on its way again.</summary>
    public sealed record Requested : RedeliveryResult;

    /// <summary>There is no such transfer.</summary>
    public sealed record NotFound : RedeliveryResult;

    /// <summary>The leg is neither held nor escalated.</summary>
    /// <param name="Detail">One sentence for people.</param>
    /// <param name="LegStatus">The leg's status (<see cref="LegStatusNames"/>).</param>
    public sealed record NotPossible(string Detail, string LegStatus) : RedeliveryResult;
}
