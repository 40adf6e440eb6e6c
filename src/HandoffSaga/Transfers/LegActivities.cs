using HandoffSaga.Alerts;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>What happens on the way of one leg. Both legs have their own; neither reads anything of the other's.</summary>
internal sealed class LegActivities(
    Destination destination,
    LegSettings settings,
    LegLedger ledger,
    LedgerHeadDisputes disputes,
    AlertRaiser alerts,
    JitterSource jitter,
    TimeProvider clock
)
{
    /// <summary>The package is built, and nothing keeps it from its hub.</summary>
    public bool IsReady(BehaviorContext<TransferState> context) => Of(context).Status == LegStatus.Pending;

    public Task RequestFirstAttempt(BehaviorContext<TransferState> context) => Request(context, AttemptCause.First);

    /// <summary>The hub confirmed. It completes the leg in any state; a leg that is complete already only remembers it.</summary>
    public async Task Complete<T>(BehaviorContext<TransferState, T> context)
        where T : class
    {
        var leg = Of(context);
        var report = LedgerHeadDisputes.SeenAsSent(leg, LegMessages.ReportIn(context.Message));
        await disputes.Raise(context, leg, report);
        if (leg.Status == LegStatus.Complete)
        {
            ledger.RecordLate(context, leg, report, "A further confirmation came for a complete leg");
            if (report.Attempt != leg.ConfirmedAttempt)
            {
                ledger.RecordEnd(context, report);
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
        AttemptRequests.Forget(context, leg);
    }

    /// <summary>
    /// An attempt failed. Only the newest attempt's failure decides anything; an older one's is recorded and changes nothing.
    /// </summary>
    public async Task RecordFailure<T>(BehaviorContext<TransferState, T> context)
        where T : class
    {
        var leg = Of(context);
        var report = LedgerHeadDisputes.SeenAsSent(leg, LegMessages.ReportIn(context.Message));
        await disputes.Raise(context, leg, report);
        if (IsOver(leg, report.Attempt))
        {
            ledger.RecordLate(context, leg, report, "A failure was told of an attempt that was over");
            return;
        }

        ledger.RecordAttempt(context, leg, report);
        if (report.Attempt != leg.Attempts || leg.Status is not (LegStatus.Pending or LegStatus.Escalated))
        {
            return;
        }

        AttemptRequests.Forget(context, leg);
        leg.LastError = report.Error;
        leg.LastErrorCode = report.ErrorCode;
        var decision = RedeliveryDecision.Decide(
            settings.Redelivery,
            OutcomeNames.Parse(report.Outcome),
            leg.AttemptsInBudget,
            leg.Status == LegStatus.Escalated,
            report.RetryAfter,
            ErrorCodes.MayRecover(report.ErrorCode),
            jitter()
        );
        context.AddOrUpdatePayload(() => decision, _ => decision);
    }

    /// <summary>The failure is one that people must know of, and they do not yet.</summary>
    public bool NeedsEscalation(BehaviorContext<TransferState> context) =>
        Decision(context) is RedeliveryDecision.Escalate && Of(context).Status != LegStatus.Escalated;

    public Task Escalate(BehaviorContext<TransferState> context)
    {
        var leg = Of(context);
        leg.Status = LegStatus.Escalated;
        ledger.RecordEscalation(context, leg);
        return alerts.Raise(context, AlertKinds.TransferFailure, AlertSeverities.High, context.Saga, leg, leg.LastError ?? "no reply");
    }

    /// <summary>The failed attempt is followed by another one, also after an escalation.</summary>
    public static bool IsTriedAgain(BehaviorContext<TransferState> context) => Decision(context)?.Wait is not null;

    /// <summary>How long the next attempt was decided to wait.</summary>
    public static TimeSpan DecidedWait(BehaviorContext<TransferState> context) => Decision(context)!.Wait!.Value;

    /// <summary>An escalated leg stays escalated while it is tried slowly.</summary>
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

    /// <summary>The leg was neither completed nor taken up by an operator while it waited.</summary>
    public bool AwaitsNextAttempt(BehaviorContext<TransferState> context) =>
        Of(context).Status is LegStatus.RetryPending or LegStatus.Escalated;

    public Task SendNextAttempt(BehaviorContext<TransferState> context) => Request(context, AttemptCause.Redelivery);

    public Task SendOrderedAttempt(BehaviorContext<TransferState> context) => Request(context, AttemptCause.Operator);

    /// <summary>An operator's order set the leg going again: it needs neither its scheduled attempt nor its recheck.</summary>
    public bool IsTakenUp(BehaviorContext<TransferState, RedeliveryRequested> context) =>
        context.Message.Leg == destination.WireName()
        && Of(context).Status != LegStatus.Held
        && context.GetPayload<RedeliveryContext>().Granted == true;

    private Leg Of(BehaviorContext<TransferState> context) => context.Saga.LegTo(destination);

    private Task Request(BehaviorContext<TransferState> context, AttemptCause cause) =>
        AttemptRequests.Send(context, Of(context), settings, cause);

    private static RedeliveryDecision? Decision(BehaviorContext<TransferState> context) =>
        context.TryGetPayload<RedeliveryDecision>(out var decision) ? decision : null;

    // Over a broker a hub can answer twice, and after its time.
    private static bool IsOver(Leg leg, int attempt) =>
        attempt == leg.ConfirmedAttempt || (attempt == leg.Attempts && leg.CommandToken is null);
}
