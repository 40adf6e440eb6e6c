using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Packages;
using HandoffSaga.Redelivery;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>
/// Asks a leg's consumer for an attempt. The command's outbox row is its own deadline: it stays until the answer's unit of work deletes it,
/// and comes again if no answer ever does.
/// </summary>
internal static class AttemptRequests
{
    /// <summary>
    /// Asks for the next attempt. An escalated leg stays escalated while it is tried slowly; only a confirmation changes that.
    /// </summary>
    public static Task Send(BehaviorContext<TransferState> context, Leg leg, LegSettings settings, AttemptCause cause)
    {
        Forget(context, leg);
        leg.Attempts++;
        leg.AttemptsInBudget++;
        leg.Cause = cause;
        leg.NextAttemptAt = null;
        if (leg.Status != LegStatus.Escalated || cause == AttemptCause.Operator)
        {
            leg.Status = LegStatus.Pending;
        }

        var token = NewId.NextGuid();
        leg.CommandToken = token;
        var transfer = context.Saga;
        var request = new TransferRequest(
            transfer.TransferId,
            transfer.PackageId,
            leg.TargetNode,
            leg.Attempts,
            cause.WireName(),
            leg.Connector ?? Connectors.Http,
            leg.PayloadSha256!
        )
        {
            CommandToken = token,
        };
        var keep = Pipe.Execute<SendContext>(send => send.KeepUntilAnswered(token, settings.AskAgainAfter));
        return LegMessages.All.For(leg.Destination).Request(context, transfer.CorrelationId, request, keep);
    }

    /// <summary>Deletes the outstanding command, if any: it was answered, or another takes its place.</summary>
    public static void Forget(BehaviorContext<TransferState> context, Leg leg)
    {
        if (leg.CommandToken is { } token)
        {
            context.UnitOfWork().Cancel(token);
            leg.CommandToken = null;
        }
    }
}
