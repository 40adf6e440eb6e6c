using HandoffSaga.Alerts;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>What one leg's receipts say of the ledger's head. The delivery goes its way, whatever it is.</summary>
internal sealed class LedgerHeadDisputes(Destination destination, AlertRaiser alerts, DisputeAlertThrottle disputes)
{
    /// <summary>
    /// The report, which says whether the head is the one that the package carries: the tree has one root of each size, so the size tells.
    /// </summary>
    public static AttemptReport SeenAsSent(Leg leg, AttemptReport report) =>
        report.LedgerHeadSeen is { Standing: LedgerHeadStandings.Consistent } seen && seen.Size == leg.LedgerSize
            ? report with
            {
                LedgerHeadSeen = seen with { Standing = LedgerHeadStandings.AsSent },
            }
            : report;

    /// <summary>A head that the ledger does not have is for people to look at.</summary>
    public Task Raise(BehaviorContext<TransferState> context, Leg leg, AttemptReport report) =>
        report.LedgerHeadSeen is { Standing: LedgerHeadStandings.Unknown or LedgerHeadStandings.Contradicts } seen
        && disputes.Admit(destination.WireName(), context.Saga.CorrelationId)
            ? alerts.Raise(
                context,
                AlertKinds.LedgerHeadDisputed,
                AlertSeverities.High,
                context.Saga,
                leg,
                $"The {destination.WireName()} has seen a ledger head of {seen.Size} entries that does not stand ({(seen.Signed ? "in a signed receipt" : "a claim, not signed")}): {seen.Problem}. Nothing is undone; run \"handoff ledger verify\""
            )
            : Task.CompletedTask;
}
