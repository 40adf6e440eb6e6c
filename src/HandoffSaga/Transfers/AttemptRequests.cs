using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Packages;
using HandoffSaga.Redelivery;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>
/// Requests attempts from a leg's consumer. The command's outbox row is its own deadline: the answer's unit of work deletes it, and without
/// an answer the command is sent again.
/// </summary>
internal static class AttemptRequests
{
    /// <summary>
    /// Requests the next attempt. An escalated leg stays escalated during slow retries; only a confirmation changes that.
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
        var keep = Pipe.Execute<SendContext>(send => send.KeepUntilAnswered(token, settings.ResendAfter));
        return LegMessages.All.For(leg.Destination).Request(context, transfer.CorrelationId, request, keep);
    }

    /// <summary>Deletes the outstanding command, if any, because it was answered or replaced.</summary>
    /// <param name="context">The event.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="answered">The attempt that ended; null when none did.</param>
    public static void Forget(BehaviorContext<TransferState> context, Leg leg, int? answered = null)
    {
        if (leg.CommandToken is not { } token)
        {
            return;
        }

        context.UnitOfWork().Cancel(token);
        leg.CommandToken = null;
        if (answered != leg.Attempts)
        {
            leg.Unanswered = [.. leg.Unanswered ?? [], leg.Attempts];
        }
    }
}
