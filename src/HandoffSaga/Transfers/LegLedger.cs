using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>Records the attempts of one leg in its trail.</summary>
internal sealed class LegLedger(Destination destination, TransferLedger ledger)
{
    /// <summary>Records the end of an attempt: its own record, and a ledger entry.</summary>
    public void RecordAttempt(BehaviorContext<TransferState> context, Leg leg, AttemptReport report)
    {
        RecordEnd(context, leg, report);
        ledger.Record(
            context.UnitOfWork(),
            context.Saga,
            leg,
            new(LedgerActions.TransferTo(destination), $"{destination.WireName()} attempt {report.Attempt}: {report.Outcome}")
            {
                Target = leg.TargetNode ?? context.Saga.PackageId,
                Attempt = report.Attempt,
                OccurredAt = report.EndedAt,
                Metadata = AttemptRows.Metadata(context.Saga, destination, report),
            }
        );
    }

    /// <summary>
    /// Records the end of an attempt that another ledger entry covers. An attempt that has ended keeps its end: what comes then is recorded
    /// beside it.
    /// </summary>
    public void RecordEnd(BehaviorContext<TransferState> context, Leg leg, AttemptReport report)
    {
        var transfer = context.Saga.CorrelationId;
        context
            .UnitOfWork()
            .Add(
                leg.IsOpen(report.Attempt)
                    ? AttemptRows.Ended(transfer, destination, report)
                    : AttemptRows.Late(transfer, destination, report)
            );
        leg.Unanswered = leg.Unanswered?.Where(attempt => attempt != report.Attempt).ToArray() is { Length: > 0 } others ? others : null;
    }

    /// <summary>Records an answer of a hub that came too late to matter.</summary>
    public void RecordLate(BehaviorContext<TransferState> context, Leg leg, AttemptReport report, string details) =>
        ledger.Record(
            context.UnitOfWork(),
            context.Saga,
            leg,
            new(LedgerActions.LateReceipt, details)
            {
                Attempt = report.Attempt,
                OccurredAt = report.EndedAt,
                Metadata = AttemptRows.Metadata(context.Saga, destination, report),
            }
        );

    /// <summary>Records that the next attempt is scheduled.</summary>
    public void RecordRedelivery(BehaviorContext<TransferState> context, Leg leg, int maxRetries)
    {
        var details =
            leg.Status == LegStatus.Escalated
                ? $"{destination.WireName()}: slow retries continue after escalation"
                : $"Retry {leg.AttemptsInBudget}/{maxRetries} for {destination.WireName()}";
        ledger.Record(
            context.UnitOfWork(),
            context.Saga,
            leg,
            new(LedgerActions.RetryTransfer, details)
            {
                Attempt = leg.Attempts,
                Metadata = new CanonicalObjectBuilder()
                    .Add("destination", destination.WireName())
                    .Add("retry_count", leg.AttemptsInBudget)
                    .Add("max_retries", maxRetries)
                    .Add("next_attempt_at", leg.NextAttemptAt)
                    .Build(),
            }
        );
    }

    /// <summary>Records an escalation.</summary>
    public void RecordEscalation(BehaviorContext<TransferState> context, Leg leg)
    {
        var retries = leg.Attempts - 1;
        ledger.Record(
            context.UnitOfWork(),
            context.Saga,
            leg,
            new(LedgerActions.EscalateFailure, $"Transfer failure escalated after {retries} retries")
            {
                Attempt = leg.Attempts,
                Metadata = new CanonicalObjectBuilder()
                    .Add("alert_type", AlertKinds.TransferFailure)
                    .Add("severity", AlertSeverities.High)
                    .Add("destination", destination.WireName())
                    .Add("retry_count", retries)
                    .Add("last_error", leg.LastError)
                    .Build(),
            }
        );
    }
}
