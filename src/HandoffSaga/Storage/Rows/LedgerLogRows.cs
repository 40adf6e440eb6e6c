namespace HandoffSaga.Storage.Rows;

/// <summary>
/// Where a run of events stands in the log: those numbered <see cref="FirstSeq"/> and on, one after the other, have the indexes
/// <see cref="LogIndex"/> and on. An event that no run covers waits for its index.
/// </summary>
internal sealed class LedgerIndexRow
{
    public long LogIndex { get; init; }
    public long FirstSeq { get; init; }
    public long Entries { get; init; }
}

/// <summary>
/// A head of the log. Each names the size it continues, and only one can: that key is the compare-and-swap between replicas.
/// </summary>
internal sealed class LedgerHeadRow
{
    public long Continues { get; init; }
    public long Size { get; init; }
    public required byte[] Root { get; init; }

    /// <summary>The roots of the perfect subtrees, the smallest first: what the next head is computed from.</summary>
    public required byte[] Subtrees { get; init; }

    public required DateTimeOffset SequencedAt { get; init; }
}

/// <summary>Whose log this database holds; one row, written once.</summary>
internal sealed class LedgerIdentityRow
{
    public long Id { get; init; }
    public required string Origin { get; init; }
    public required string VerifierKey { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>
/// Entries that SMART-Ledger took one way. Each row names the index it continues, and only one can: the compare-and-swap between replicas.
/// </summary>
internal sealed class LedgerForwardRow
{
    public required string Way { get; init; }
    public long Continues { get; init; }
    public long NextIndex { get; init; }
    public required DateTimeOffset ForwardedAt { get; init; }
}
