using HandoffSaga.Alerts;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>Handles the ledger checkpoints that one leg's receipts report. They never affect the delivery.</summary>
internal sealed class CheckpointDisputes(Destination destination, AlertRaiser alerts, DisputeAlertThrottle disputes)
{
    /// <summary>
    /// The report, marked if the seen checkpoint is the one in the package. The size is enough for that, because the tree has only one root
    /// for each size.
    /// </summary>
    public static AttemptReport MarkAsSent(Leg leg, AttemptReport report) =>
        report.LedgerHeadSeen is { Standing: LedgerHeadStandings.Consistent } seen && seen.Size == leg.LedgerSize
            ? report with
            {
                LedgerHeadSeen = seen with { Standing = LedgerHeadStandings.AsSent },
            }
            : report;

    /// <summary>Raises an alert when the ledger does not contain the checkpoint.</summary>
    public Task Raise(BehaviorContext<TransferState> context, Leg leg, AttemptReport report) =>
        report.LedgerHeadSeen is { Standing: LedgerHeadStandings.Unknown or LedgerHeadStandings.Contradicts } seen
        && disputes.Admit(destination.WireName(), context.Saga.CorrelationId)
            ? alerts.Raise(
                context,
                AlertKinds.LedgerHeadDisputed,
                AlertSeverities.High,
                context.Saga,
                leg,
                $"The {destination.WireName()} reports a ledger checkpoint of {seen.Size} entries that does not match the ledger ({(seen.Signed ? "in a signed receipt" : "a claim, not signed")}): {seen.Problem}. Nothing is undone; run \"handoff ledger verify\""
            )
            : Task.CompletedTask;
}
