using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>The saga's activities for operators' redelivery requests.</summary>
internal sealed class OperatorActivities(RoutingActivities routing, PerLeg<LegActivities> legs, TransferLedger ledger)
{
    /// <summary>
    /// Redelivers a leg. A held leg's routing is read again from the start, any other gets a fresh budget, and attempt numbers continue. A
    /// leg that waits for its next attempt makes it now, and a closed one is open again. A leg in progress otherwise is left unchanged.
    /// </summary>
    public async Task OrderRedelivery(BehaviorContext<TransferState, RedeliveryRequested> context)
    {
        var redelivery = context.GetPayload<RedeliveryContext>();
        var destination = DestinationNames.Parse(context.Message.Leg)!.Value;
        var leg = context.Saga.LegTo(destination);
        redelivery.LegStatus = leg.Status.WireName();
        if (leg.Status != LegStatus.RetryPending && leg.Status.Term().Phase is not (LegPhase.Stuck or LegPhase.Closed))
        {
            redelivery.Granted = false;
            return;
        }

        redelivery.Granted = true;
        redelivery.InsteadOf = leg.NextAttemptAt;
        ledger.Record(
            context.UnitOfWork(),
            context.Saga,
            leg,
            new(LedgerActions.RedeliverRequested, context.Message.Reason)
            {
                UserId = redelivery.Requester.Name,
                Metadata = RequestMetadata.Of(context.Message.Leg, redelivery.LegStatus, redelivery.Requester).Build(),
            }
        );
        leg.AttemptsInBudget = 0;
        if (leg.Status == LegStatus.Closed)
        {
            leg.Reopen();
        }

        if (leg.Status == LegStatus.Held)
        {
            await routing.ReadRoute(context);
        }

        if (leg.Status is LegStatus.Escalated or LegStatus.RetryPending or LegStatus.Pending)
        {
            await legs.For(destination).SendOrderedAttempt(context);
        }
    }
}
