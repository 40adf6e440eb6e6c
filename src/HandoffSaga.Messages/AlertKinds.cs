namespace HandoffSaga.Messages;

/// <summary>
/// The values of <see cref="TransferAlert.AlertType"/>. More may come: a receiver treats an unknown one as it treats any alert.
/// </summary>
public static class AlertKinds
{
    /// <summary>A leg's attempts are used up, or its hub refused the package for good.</summary>
    public const string TransferFailure = "transfer_failure";

    /// <summary>A leg cannot go on without something from outside, such as a missing contract.</summary>
    public const string TransferHeld = "transfer_held";

    /// <summary>A signoff was refused; nothing of it moved.</summary>
    public const string SignoffRejected = "signoff_rejected";

    /// <summary>A signoff came with a known package id and other content; it was refused.</summary>
    public const string SignoffConflict = "signoff_conflict";

    /// <summary>The ledger stopped taking entries into its log.</summary>
    public const string LedgerHalted = "ledger_halted";

    /// <summary>A hub has seen a head of the ledger that the ledger does not have: one of the two is not what it was.</summary>
    public const string LedgerHeadDisputed = "ledger_head_disputed";
}
