using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Messages;

namespace HandoffSaga.Redelivery;

/// <summary>Where operators ask for a leg to be tried again.</summary>
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
        var ticket = new RedeliveryContext(requester);
        await saga.Dispatch(
            new RedeliveryRequested(TransferKey.For(packageId), leg.WireName(), reason, requester.Name),
            cancellationToken,
            ticket
        );
        return ticket.Granted switch
        {
            true => new RedeliveryResult.Requested(),
            false => new RedeliveryResult.NotPossible(
                $"The {leg.WireName()} leg is {ticket.LegStatus}; only a held or escalated leg is redelivered.",
                ticket.LegStatus!
            ),
            null => new RedeliveryResult.NotFound(),
        };
    }
}
