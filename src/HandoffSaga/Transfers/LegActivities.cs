using System.Diagnostics;
using HandoffSaga.Alerts;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>What happens on the way of one leg. Both legs have their own; neither reads anything of the other's.</summary>
internal sealed class LegActivities(
    Destination destination, LegSettings settings, TransferLedger ledger, AlertRaiser alerts, DisputeAlertThrottle disputes, JitterSource jitter, TimeProvider clock)
{
    public Leg Of(TransferState transfer) => transfer.LegTo(destination);

    /// <summary>The first attempt, where the leg is ready for one.</summary>
    public Task RequestFirst<T>(BehaviorContext<TransferState, T> context)
        where T : class =>
        Of(context.Saga).Status == LegStatus.Pending
            ? AttemptRequests.Send(context, Of(context.Saga), settings, AttemptCause.First)
            : Task.CompletedTask;

    /// <summary>The wait is over. A leg that was completed or taken up by an operator in the meantime needs nothing.</summary>
    public Task Redeliver<T>(BehaviorContext<TransferState, T> context)
        where T : class =>
        Of(context.Saga).Status is LegStatus.RetryPending or LegStatus.Escalated
            ? AttemptRequests.Send(context, Of(context.Saga), settings, AttemptCause.Redelivery)
            : Task.CompletedTask;

    /// <summary>The hub confirmed. It completes the leg in any state; a leg that is complete already only remembers it.</summary>
    public async Task Complete<T>(BehaviorContext<TransferState, T> context, AttemptReport reported)
        where T : class
    {
        var leg = Of(context.Saga);
        var report = SeenAsSent(leg, reported);
        await Dispute(context, leg, report);
        if (leg.Status == LegStatus.Complete)
        {
            RecordLate(context, leg, report, "A further confirmation came for a complete leg");
            if (report.Attempt != leg.ConfirmedAttempt)
            {
                context.UnitOfWork().Add(AttemptRows.Ended(context.Saga.CorrelationId, destination, report));
            }

            return;
        }

        RecordAttempt(context, leg, report);
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

    /// <summary>An attempt failed. Only the newest attempt's failure decides anything; an older one's is recorded and changes nothing.</summary>
    public async Task Fault<T>(BehaviorContext<TransferState, T> context, AttemptReport reported)
        where T : class
    {
        var leg = Of(context.Saga);
        var report = SeenAsSent(leg, reported);
        await Dispute(context, leg, report);
        if (IsOver(leg, report.Attempt))
        {
            RecordLate(context, leg, report, "A failure was told of an attempt that was over");
            return;
        }

        RecordAttempt(context, leg, report);
        if (report.Attempt != leg.Attempts || leg.Status is not (LegStatus.Pending or LegStatus.Escalated))
        {
            return;
        }

        AttemptRequests.Forget(context, leg);
        leg.LastError = report.Error;
        leg.LastErrorCode = report.ErrorCode;
        var decision = RedeliveryDecision.Decide(
            settings.Redelivery, OutcomeNames.Parse(report.Outcome), leg.AttemptsInBudget, leg.Status == LegStatus.Escalated, report.RetryAfter, jitter());
        await (decision switch
        {
            RedeliveryDecision.Redeliver again => Wait(context, leg, again.Wait, LegStatus.RetryPending),
            RedeliveryDecision.Escalate escalate => Escalate(context, leg, escalate.SlowTry),
            _ => throw new UnreachableException($"Unexpected case: {decision}"),
        });
    }

    /// <summary>Whether a wait was decided that is not in the outbox yet.</summary>
    public static bool AwaitsSchedule(Leg leg, Guid? token) => leg.NextAttemptAt is not null && token is null;

    public TimeSpan RemainingWait(TransferState transfer)
    {
        var remaining = Of(transfer).NextAttemptAt!.Value - clock.GetUtcNow();
        return remaining > TimeSpan.FromMilliseconds(1) ? remaining : TimeSpan.FromMilliseconds(1);
    }

    private Task Wait(BehaviorContext<TransferState> context, Leg leg, TimeSpan wait, LegStatus status)
    {
        leg.Status = status;
        leg.NextAttemptAt = clock.GetUtcNow() + wait;
        var max = settings.Redelivery.Delays.Count;
        var details = status == LegStatus.Escalated
            ? $"{destination.WireName()} is tried on slowly after its escalation"
            : $"Retry {leg.AttemptsInBudget}/{max} for {destination.WireName()}";
        ledger.Record(context.UnitOfWork(), context.Saga, leg, new(LedgerActions.RetryTransfer, details)
        {
            Attempt = leg.Attempts,
            Metadata = new CanonicalObjectBuilder()
                .Add("destination", destination.WireName())
                .Add("retry_count", leg.AttemptsInBudget)
                .Add("max_retries", max)
                .Add("next_attempt_at", leg.NextAttemptAt)
                .Build(),
        });
        return Task.CompletedTask;
    }

    private async Task Escalate(BehaviorContext<TransferState> context, Leg leg, TimeSpan? slowTry)
    {
        if (leg.Status != LegStatus.Escalated)
        {
            leg.Status = LegStatus.Escalated;
            var retries = leg.Attempts - 1;
            ledger.Record(context.UnitOfWork(), context.Saga, leg, new(LedgerActions.EscalateFailure, $"Transfer failure escalated after {retries} retries")
            {
                Attempt = leg.Attempts,
                Metadata = new CanonicalObjectBuilder()
                    .Add("alert_type", AlertKinds.TransferFailure)
                    .Add("severity", AlertSeverities.High)
                    .Add("destination", destination.WireName())
                    .Add("retry_count", retries)
                    .Add("last_error", leg.LastError)
                    .Build(),
            });
            await alerts.Raise(context, AlertKinds.TransferFailure, AlertSeverities.High, context.Saga, leg, leg.LastError ?? "no reply");
        }

        leg.NextAttemptAt = null;
        if (slowTry is { } wait)
        {
            await Wait(context, leg, wait, LegStatus.Escalated);
        }
    }

    // The tree has one root of each size, so the size tells whether it is the head that the package carries.
    private static AttemptReport SeenAsSent(Leg leg, AttemptReport report) =>
        report.LedgerHeadSeen is { Standing: LedgerHeadStandings.Consistent } seen && seen.Size == leg.LedgerSize
            ? report with { LedgerHeadSeen = seen with { Standing = LedgerHeadStandings.AsSent } }
            : report;

    /// <summary>A head that the ledger does not have is for people to look at. The delivery goes its way.</summary>
    private Task Dispute(BehaviorContext<TransferState> context, Leg leg, AttemptReport report) =>
        report.LedgerHeadSeen is { Standing: LedgerHeadStandings.Unknown or LedgerHeadStandings.Contradicts } seen
            && disputes.Admit(destination.WireName(), context.Saga.CorrelationId)
            ? alerts.Raise(
                context, AlertKinds.LedgerHeadDisputed, AlertSeverities.High, context.Saga, leg,
                $"The {destination.WireName()} has seen a ledger head of {seen.Size} entries that does not stand ({(seen.Signed ? "in a signed receipt" : "a claim, not signed")}): {seen.Problem}. Nothing is undone; run \"handoff ledger verify\"")
            : Task.CompletedTask;

    // Over a broker a hub can answer twice, and after its time.
    private static bool IsOver(Leg leg, int attempt) =>
        attempt == leg.ConfirmedAttempt || (attempt == leg.Attempts && leg.CommandToken is null);

    private void RecordLate(BehaviorContext<TransferState> context, Leg leg, AttemptReport report, string details) =>
        ledger.Record(context.UnitOfWork(), context.Saga, leg, new(LedgerActions.LateReceipt, details)
        {
            Attempt = report.Attempt,
            OccurredAt = report.EndedAt,
            Metadata = AttemptRows.Metadata(context.Saga, destination, report),
        });

    private void RecordAttempt(BehaviorContext<TransferState> context, Leg leg, AttemptReport report)
    {
        var unit = context.UnitOfWork();
        unit.Add(AttemptRows.Ended(context.Saga.CorrelationId, destination, report));
        ledger.Record(unit, context.Saga, leg, new(LedgerActions.TransferTo(destination), $"{destination.WireName()} attempt {report.Attempt}: {report.Outcome}")
        {
            Target = leg.TargetNode ?? context.Saga.PackageId,
            Attempt = report.Attempt,
            OccurredAt = report.EndedAt,
            Metadata = AttemptRows.Metadata(context.Saga, destination, report),
        });
    }
}
