namespace HandoffSaga.Chains;

/// <summary>Something in a folder of contracts that people should look at.</summary>
/// <param name="FileName">The file; the folder itself when it is about that.</param>
/// <param name="Line">1 for the first; 0 when it is about the file as a whole.</param>
/// <param name="Code">One of <see cref="FindingCodes"/>.</param>
internal sealed record ContractFinding(string FileName, int Line, FindingSeverity Severity, string Code, string Message);

internal enum FindingSeverity
{
    /// <summary>It works, though perhaps not as its author thinks.</summary>
    Warning,

    /// <summary>A part would be held, or go astray.</summary>
    Error,
}

internal static class FindingCodes
{
    /// <summary>The folder cannot be read, or holds no contract at all.</summary>
    public const string NoContracts = "no_contracts";

    public const string Unreadable = "contract_unreadable";
    public const string DuplicateId = "duplicate_id";

    /// <summary>The library would not find it: a file is named after the contract's id.</summary>
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
    /// parts (<c>part_id</c>) are different chains and do not count against each other. A contract without <c>sequence_number</c> may be
    /// the head of a chain, and is never called unreachable.
    /// </summary>
    public const string Unreachable = "unreachable";
}
