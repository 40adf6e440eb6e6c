namespace HandoffSaga.Chains;

/// <summary>A finding about a folder of contracts.</summary>
/// <param name="FileName">The file; the folder itself when it is about that.</param>
/// <param name="Line">The line, from 1; 0 when it is about the whole file.</param>
/// <param name="Code">One of <see cref="FindingCodes"/>.</param>
internal sealed record ContractFinding(string FileName, int Line, FindingSeverity Severity, string Code, string Message);

internal enum FindingSeverity
{
    /// <summary>It works, but perhaps not as intended.</summary>
    Warning,

    /// <summary>A part would be held or misrouted.</summary>
    Error,
}

internal static class FindingCodes
{
    /// <summary>The folder cannot be read, or holds no contract at all.</summary>
    public const string NoContracts = "no_contracts";

    public const string Unreadable = "contract_unreadable";
    public const string DuplicateId = "duplicate_id";

    /// <summary>The file is not named after the contract's id, so it would not be found.</summary>
    public const string FileName = "file_name";

    public const string TriggerMissing = "trigger_missing";
    public const string TriggerIncomplete = "trigger_incomplete";
    public const string TriggerNotLast = "trigger_not_last";
    public const string VaultTransferOverruled = "vault_transfer_overruled";
    public const string NextMissing = "next_missing";
    public const string NextOtherClientPo = "next_other_client_po";
    public const string SequenceNotIncreasing = "sequence_not_increasing";
    public const string Cycle = "chain_cycle";

    /// <summary>
    /// No other contract leads to it, although one of the same client PO has a lower <c>sequence_number</c>; contracts that name different
    /// parts (<c>part_id</c>) are different chains and do not count against each other. A contract without <c>sequence_number</c> may begin
    /// a chain, and is never called unreachable.
    /// </summary>
    public const string Unreachable = "unreachable";
}
