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
