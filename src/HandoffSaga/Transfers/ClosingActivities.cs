using HandoffSaga.Closing;
using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>The saga's activity for people's decisions to close a leg.</summary>
internal sealed class ClosingActivities(TransferLedger ledger, TimeProvider clock)
{
    /// <summary>
    /// Closes a leg that is not confirmed. A complete leg stays complete, and one that is closed already keeps who closed it and why.
    /// </summary>
    public void Close(BehaviorContext<TransferState, LegCloseRequested> context)
    {
        var close = context.GetPayload<CloseContext>();
        var leg = context.Saga.LegTo(DestinationNames.Parse(context.Message.Leg)!.Value);
        var before = leg.Status;
        close.LegStatus = before.WireName();
        if (before.Term().Phase is LegPhase.InProgress or LegPhase.Stuck)
        {
            close.Granted = true;
            leg.Close(new LegClosing(clock.GetUtcNow(), close.Requester.Name, context.Message.Reason));
            ledger.Record(
                context.UnitOfWork(),
                context.Saga,
                leg,
                new(LedgerActions.LegClosed, context.Message.Reason)
                {
                    UserId = close.Requester.Name,
                    Metadata = RequestMetadata
                        .Of(context.Message.Leg, close.LegStatus, close.Requester)
                        .Add("last_error", leg.LastError)
                        .Build(),
                }
            );
        }

        close.Closing = leg.Closing;
    }
}
