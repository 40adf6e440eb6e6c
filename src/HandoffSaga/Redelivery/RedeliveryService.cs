using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Messages;

namespace HandoffSaga.Redelivery;

/// <summary>Passes operators' redelivery requests to the saga.</summary>
internal sealed class RedeliveryService(ISagaDispatcher saga) : IRedeliveryService
{
    public async Task<RedeliveryResult> Request(
        string packageId,
        Destination leg,
        string reason,
        Requester requester,
        CancellationToken cancellationToken
    )
    {
        var redelivery = new RedeliveryContext(requester);
        await saga.Dispatch(
            new RedeliveryRequested(TransferKey.For(packageId), leg.WireName(), reason, requester.Name),
            cancellationToken,
            redelivery
        );
        return redelivery.Granted switch
        {
            true => new RedeliveryResult.Requested(redelivery.InsteadOf),
            false => new RedeliveryResult.NotPossible(
                $"The {leg.WireName()} leg is {redelivery.LegStatus}; only a held, escalated or closed leg, or one that waits for its next attempt, can be redelivered.",
                redelivery.LegStatus!
            ),
            null => new RedeliveryResult.NotFound(),
        };
    }
}
