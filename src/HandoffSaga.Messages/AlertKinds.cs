namespace HandoffSaga.Messages;

/// <summary>
/// The values of <see cref="TransferAlert.AlertType"/>. More may be added: a receiver must treat an unknown one like any other alert.
/// </summary>
public static class AlertKinds
{
    /// <summary>A leg is escalated: its attempts are used up, or one failed permanently.</summary>
    public const string TransferFailure = "transfer_failure";

    /// <summary>A leg cannot continue without something from outside, such as a missing contract.</summary>
    public const string TransferHeld = "transfer_held";

    /// <summary>A signoff was rejected; nothing was transferred.</summary>
    public const string SignoffRejected = "signoff_rejected";

    /// <summary>A signoff had a known package id but different content; it was rejected.</summary>
    public const string SignoffConflict = "signoff_conflict";

    /// <summary>The ledger's log is halted.</summary>
    public const string LedgerHalted = "ledger_halted";

    /// <summary>A hub reports a checkpoint that the ledger does not have: the ledger was changed or lost entries, or the report is wrong.</summary>
    public const string LedgerHeadDisputed = "ledger_head_disputed";

    /// <summary>The clock of the station was set while it ran.</summary>
    public const string ClockSet = "clock_set";
}
