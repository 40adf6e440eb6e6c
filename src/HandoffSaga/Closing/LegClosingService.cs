using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;

namespace HandoffSaga.Closing;

/// <summary>Passes people's requests to close a leg to the saga.</summary>
internal sealed class LegClosingService(ISagaDispatcher saga) : ILegClosingService
{
    public async Task<CloseResult> Close(
        string packageId,
        Destination leg,
        string reason,
        Requester requester,
        CancellationToken cancellationToken
    )
    {
        var close = new CloseContext(requester);
        await saga.Dispatch(
            new LegCloseRequested(TransferKey.For(packageId), leg.WireName(), reason, requester.Name),
            cancellationToken,
            close
        );
        return (close.Closing, close.LegStatus) switch
        {
            ({ } closing, _) => new CloseResult.Closed(closing),
            (null, { } status) => new CloseResult.NotPossible(
                $"The {leg.WireName()} leg is {status}; only a leg that is not confirmed can be closed."
            ),
            _ => new CloseResult.NotFound(),
        };
    }
}
