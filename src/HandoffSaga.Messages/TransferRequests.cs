namespace HandoffSaga.Messages;

/// <summary>The command to move a transfer's test results to the Vault Hub. The package itself is in the store.</summary>
/// <param name="TransferKey">The saga's correlation id (UUIDv5 of the package id).</param>
/// <param name="Request">Which attempt, and what it is sent under.</param>
public sealed record VaultTransferRequested(Guid TransferKey, TransferRequest Request);

/// <summary>
/// The command to move the part-ready signal and the next SmartContract to the next node. The package itself is in the store.
/// </summary>
/// <param name="TransferKey">The saga's correlation id (UUIDv5 of the package id).</param>
/// <param name="Request">Which attempt, and what it is sent under.</param>
public sealed record NextNodeTransferRequested(Guid TransferKey, TransferRequest Request);

/// <summary>The data a leg's consumer needs for one attempt.</summary>
/// <param name="TransferId"><c>XFER-{package_id}</c>.</param>
/// <param name="PackageId">The package.</param>
/// <param name="TargetNode">The next station; null toward the Vault Hub.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Cause">Why: <c>first</c>, <c>redelivery</c> or <c>operator</c>.</param>
/// <param name="Connector">The protocol the package was built for, such as <c>http</c>.</param>
/// <param name="PayloadSha256">Lower-case hex digest of the stored package.</param>
public sealed record TransferRequest(
    string TransferId,
    string PackageId,
    string? TargetNode,
    int Attempt,
    string Cause,
    string Connector,
    string PayloadSha256
)
{
    /// <summary>The token that cancels the command's outbox row. Default none.</summary>
    public Guid? CommandToken { get; init; }

    /// <summary>True in the copy that is sent when the attempt's receipt is overdue. Default false.</summary>
    public bool ReceiptIsDue { get; init; }
}
