using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using MassTransit;

namespace HandoffSaga.Transfers;

/// <summary>Records when both legs have settled, and when the transfer is complete.</summary>
internal sealed class SettlementActivities(TransferLedger ledger, TimeProvider clock)
{
    /// <summary>Whether everything is confirmed: the results, and the part signal or an explicit end of the workflow.</summary>
    public static bool IsFullyComplete(BehaviorContext<TransferState> context) => IsFullyComplete(context.Saga);

    public void Record(BehaviorContext<TransferState> context)
    {
        var transfer = context.Saga;
        if (!transfer.DualTransferRecorded && IsSettled(transfer.Vault) && IsSettled(transfer.NextNode))
        {
            transfer.DualTransferRecorded = true;
            ledger.Record(
                context.UnitOfWork(),
                transfer,
                new(
                    LedgerActions.ExecuteDualTransfer,
                    $"Dual transfer: Vault={transfer.Vault.Status.WireName()}, NextNode={transfer.NextNode.Status.WireName()}"
                )
                {
                    Metadata = new CanonicalObjectBuilder()
                        .Add("vault_status", transfer.Vault.Status.WireName())
                        .Add("next_node_status", transfer.NextNode.Status.WireName())
                        .Build(),
                }
            );
        }

        if (transfer.CompletedAt is null && IsFullyComplete(transfer))
        {
            transfer.CompletedAt = clock.GetUtcNow();
            ledger.Record(context.UnitOfWork(), transfer, new(LedgerActions.TransferComplete, "Both legs are confirmed"));
        }
    }

    private static bool IsFullyComplete(TransferState transfer) =>
        transfer.Vault.Status == LegStatus.Complete && transfer.NextNode.Status is LegStatus.Complete or LegStatus.NotApplicable;

    private static bool IsSettled(Leg leg) => leg.Status.Term().Phase != LegPhase.InProgress;
}
