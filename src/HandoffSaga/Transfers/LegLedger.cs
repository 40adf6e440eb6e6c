using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>What one leg's trail says of its attempts.</summary>
internal sealed class LegLedger(Destination destination, TransferLedger ledger)
{
    /// <summary>An attempt ended: its own record, and the entry.</summary>
    public void RecordAttempt(BehaviorContext<TransferState> context, Leg leg, AttemptReport report)
    {
        RecordEnd(context, report);
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

    /// <summary>An attempt ended; the entry is another one.</summary>
    public void RecordEnd(BehaviorContext<TransferState> context, AttemptReport report) =>
        context.UnitOfWork().Add(AttemptRows.Ended(context.Saga.CorrelationId, destination, report));

    /// <summary>A hub answered when its answer decided nothing any more.</summary>
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

    /// <summary>The next attempt is scheduled.</summary>
    public void RecordRedelivery(BehaviorContext<TransferState> context, Leg leg, int maxRetries)
    {
        var details =
            leg.Status == LegStatus.Escalated
                ? $"{destination.WireName()} is tried on slowly after its escalation"
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

    /// <summary>People are told.</summary>
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
