using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>What the saga does when a person asks for a leg to be tried again.</summary>
internal sealed class OperatorActivities(RoutingActivities routing, PerLeg<LegActivities> legs, TransferLedger ledger)
{
    /// <summary>
    /// A held leg's routing is read again from the start, an escalated leg gets a fresh budget; attempt numbers go on. A leg on its way is
    /// left alone.
    /// </summary>
    public async Task OrderRedelivery(BehaviorContext<TransferState, RedeliveryRequested> context)
    {
        var ticket = context.GetPayload<RedeliveryContext>();
        var destination = DestinationNames.Parse(context.Message.Leg)!.Value;
        var leg = context.Saga.LegTo(destination);
        ticket.LegStatus = leg.Status.WireName();
        if (leg.Status.Term().Phase != LegPhase.Stuck)
        {
            ticket.Granted = false;
            return;
        }

        ticket.Granted = true;
        ledger.Record(
            context.UnitOfWork(),
            context.Saga,
            leg,
            new(LedgerActions.RedeliverRequested, context.Message.Reason)
            {
                UserId = ticket.Requester.Name,
                Metadata = Metadata(context.Message.Leg, ticket),
            }
        );
        leg.AttemptsInBudget = 0;
        if (leg.Status == LegStatus.Held)
        {
            await routing.ReadRoute(context);
        }

        if (leg.Status is LegStatus.Escalated or LegStatus.Pending)
        {
            await legs.For(destination).SendOrderedAttempt(context);
        }
    }

    private static CanonicalObject Metadata(string leg, RedeliveryContext ticket)
    {
        var metadata = new CanonicalObjectBuilder()
            .Add("destination", leg)
            .Add("status_before", ticket.LegStatus)
            .Add("requested_by", ticket.Requester.Name)
            .Add("requested_by_is", ticket.Requester.Basis);
        return (ticket.Requester.Claimed is { } claimed ? metadata.Add("requested_by_claimed", claimed) : metadata).Build();
    }
}
