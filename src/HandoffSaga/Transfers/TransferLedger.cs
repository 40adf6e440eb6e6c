using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;

namespace HandoffSaga.Transfers;

/// <summary>
/// Records a transfer's events in the ledger. The number and hash of each trail's last entry live in the saga's row, so a unit that runs
/// again after a conflict starts from the reloaded row and uses no number twice.
/// </summary>
internal sealed class TransferLedger(LedgerRecorder recorder)
{
    /// <summary>An entry of the transfer's own trail.</summary>
    public void Record(IUnitOfWork unit, TransferState transfer, LedgerNote note) =>
        transfer.Trail = recorder.Append(unit, SubjectOf(transfer, leg: null), LedgerTrails.Transfer, transfer.Trail, note);

    /// <summary>An entry of one leg's trail.</summary>
    public void Record(IUnitOfWork unit, TransferState transfer, Leg leg, LedgerNote note) =>
        leg.Trail = recorder.Append(unit, SubjectOf(transfer, leg), leg.Destination.WireName(), leg.Trail, note);

    private static LedgerSubject SubjectOf(TransferState transfer, Leg? leg) =>
        new(
            transfer.CorrelationId,
            transfer.TransferId,
            transfer.PackageId,
            transfer.SmartId,
            transfer.Domain,
            transfer.SignoffSha256,
            leg?.PayloadSha256
        );
}
