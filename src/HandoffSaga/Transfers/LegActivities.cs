using HandoffSaga.Alerts;
using HandoffSaga.Closing;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>The saga's activities for one leg. Each leg has its own instance, and neither reads the other.</summary>
internal sealed class LegActivities(
    Destination destination,
    LegSettings settings,
    LegLedger ledger,
    CheckpointDisputes disputes,
    AlertRaiser alerts,
    DeliveryFailureLog failures,
    JitterSource jitter,
    TimeProvider clock
)
{
    /// <summary>Whether the package is built and can be sent.</summary>
    public bool IsReady(BehaviorContext<TransferState> context) => Of(context).Status == LegStatus.Pending;

    public Task RequestFirstAttempt(BehaviorContext<TransferState> context) => Request(context, AttemptCause.First);

    /// <summary>
    /// Records the hub's confirmation, which completes the leg in any state. For a leg that is already complete it is only recorded.
    /// </summary>
    public async Task Complete<T>(BehaviorContext<TransferState, T> context)
        where T : class
    {
        var leg = Of(context);
        var report = CheckpointDisputes.MarkAsSent(leg, LegMessages.ReportIn(context.Message));
        await disputes.Raise(context, leg, report);
        if (leg.Status == LegStatus.Complete)
        {
            ledger.RecordLate(context, leg, report, "A further confirmation came for a complete leg");
            if (report.Attempt != leg.ConfirmedAttempt)
            {
                ledger.RecordEnd(context, leg, report);
            }

            return;
        }

        ledger.RecordAttempt(context, leg, report);
        leg.Status = LegStatus.Complete;
        leg.ConfirmedAttempt = report.Attempt;
        leg.CompletedAt = clock.GetUtcNow();
        leg.Evidence = EvidenceNames.Parse(report.Evidence);
        leg.ReceiptId = report.ReceiptId;
        leg.ReceivedBy = report.ReceivedBy;
        leg.LastError = null;
        leg.LastErrorCode = null;
        leg.NextAttemptAt = null;
        AttemptRequests.Forget(context, leg, report.Attempt);
    }

    /// <summary>
    /// Records a failed attempt. Only the newest attempt's failure has consequences; an older one's is only recorded, and so is one of a
    /// closed leg.
    /// </summary>
    public async Task RecordFailure<T>(BehaviorContext<TransferState, T> context)
        where T : class
    {
        var leg = Of(context);
        var report = CheckpointDisputes.MarkAsSent(leg, LegMessages.ReportIn(context.Message));
        await disputes.Raise(context, leg, report);
        if (IsOver(leg, report.Attempt))
        {
            ledger.RecordLate(context, leg, report, "A failure was reported for an attempt that had already ended");
            if (report.Attempt != leg.ConfirmedAttempt)
            {
                ledger.RecordEnd(context, leg, report);
            }

            return;
        }

        ledger.RecordAttempt(context, leg, report);
        if (report.Attempt != leg.Attempts || leg.Status is not (LegStatus.Pending or LegStatus.Escalated or LegStatus.Closed))
        {
            failures.Write(context.Saga.TransferId, destination, report, "the leg has gone on since");
            return;
        }

        AttemptRequests.Forget(context, leg, report.Attempt);
        leg.LastError = report.Error;
        leg.LastErrorCode = report.ErrorCode;
        if (leg.Status == LegStatus.Closed)
        {
            failures.Write(context.Saga.TransferId, destination, report, "the leg is closed: nothing follows");
            return;
        }

        var decision = RedeliveryDecision.Decide(
            settings.Redelivery,
            OutcomeNames.Parse(report.Outcome),
            leg.AttemptsInBudget,
            leg.Status == LegStatus.Escalated,
            report.RetryAfter,
            ErrorCodes.MayRecover(report.ErrorCode),
            jitter()
        );
        failures.Write(context.Saga.TransferId, destination, report, DeliveryFailureLog.After(decision, leg.Status == LegStatus.Escalated));
        context.AddOrUpdatePayload(() => decision, _ => decision);
    }

    /// <summary>Whether the failure must be escalated and has not been yet.</summary>
    public bool NeedsEscalation(BehaviorContext<TransferState> context) =>
        Decision(context) is RedeliveryDecision.Escalate && Of(context).Status != LegStatus.Escalated;

    public Task Escalate(BehaviorContext<TransferState> context)
    {
        var leg = Of(context);
        leg.Status = LegStatus.Escalated;
        ledger.RecordEscalation(context, leg);
        return alerts.Raise(context, AlertKinds.TransferFailure, AlertSeverities.High, context.Saga, leg, leg.LastError ?? "no reply");
    }

    /// <summary>Whether another attempt follows the failed one, also after an escalation.</summary>
    public static bool IsTriedAgain(BehaviorContext<TransferState> context) => Decision(context)?.Wait is not null;

    /// <summary>The decided delay of the next attempt.</summary>
    public static TimeSpan DecidedWait(BehaviorContext<TransferState> context) => Decision(context)!.Wait!.Value;

    /// <summary>Sets the leg to wait for its next attempt. An escalated leg stays escalated during slow retries.</summary>
    public void AwaitNextAttempt(BehaviorContext<TransferState> context)
    {
        var leg = Of(context);
        leg.NextAttemptAt = clock.GetUtcNow() + DecidedWait(context);
        if (leg.Status != LegStatus.Escalated)
        {
            leg.Status = LegStatus.RetryPending;
        }

        ledger.RecordRedelivery(context, leg, settings.Redelivery.Delays.Count);
    }

    /// <summary>Whether the leg still waits: it was neither completed nor redelivered by an operator meanwhile.</summary>
    public bool AwaitsNextAttempt(BehaviorContext<TransferState> context) =>
        Of(context).Status is LegStatus.RetryPending or LegStatus.Escalated;

    public Task SendNextAttempt(BehaviorContext<TransferState> context) => Request(context, AttemptCause.Redelivery);

    public Task SendOrderedAttempt(BehaviorContext<TransferState> context) => Request(context, AttemptCause.Operator);

    /// <summary>Whether an operator's request restarted the leg, so that its scheduled attempt and recheck are obsolete.</summary>
    public bool IsTakenUp(BehaviorContext<TransferState, RedeliveryRequested> context) =>
        context.Message.Leg == destination.WireName()
        && Of(context).Status != LegStatus.Held
        && context.GetPayload<RedeliveryContext>().Granted == true;

    /// <summary>Whether a person's request closed the leg, so that its scheduled attempt and recheck are obsolete.</summary>
    public bool IsClosedBy(BehaviorContext<TransferState, LegCloseRequested> context) =>
        context.Message.Leg == destination.WireName() && context.GetPayload<CloseContext>().Granted;

    private Leg Of(BehaviorContext<TransferState> context) => context.Saga.LegTo(destination);

    private Task Request(BehaviorContext<TransferState> context, AttemptCause cause) =>
        AttemptRequests.Send(context, Of(context), settings, cause);

    private static RedeliveryDecision? Decision(BehaviorContext<TransferState> context) =>
        context.TryGetPayload<RedeliveryDecision>(out var decision) ? decision : null;

    // Over a broker a hub can answer twice, and after the deadline.
    private static bool IsOver(Leg leg, int attempt) =>
        attempt == leg.ConfirmedAttempt || (attempt == leg.Attempts && leg.CommandToken is null);
}
