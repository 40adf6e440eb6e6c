namespace HandoffSaga.LedgerLog.Recording;

/// <summary>The transfer a ledger entry is about.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
/// <param name="TransferId"><c>XFER-{package_id}</c>.</param>
/// <param name="PackageId">The package.</param>
/// <param name="SmartId">The SMART-ID of its signoff.</param>
/// <param name="Domain">The domain of its signoff.</param>
/// <param name="SignoffSha256">Lower-case hex digest of the signoff.</param>
/// <param name="PayloadSha256">Lower-case hex digest of the leg's package; null in the transfer's own trail and before the package is
/// built.</param>
internal readonly record struct LedgerSubject(
    Guid TransferKey,
    string TransferId,
    string PackageId,
    string SmartId,
    string Domain,
    string SignoffSha256,
    string? PayloadSha256
);
