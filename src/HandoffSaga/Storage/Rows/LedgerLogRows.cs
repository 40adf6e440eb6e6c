namespace HandoffSaga.Storage.Rows;

/// <summary>
/// The place of a run of events in the log: consecutive events from number <see cref="FirstSeq"/> have consecutive indexes from
/// <see cref="LogIndex"/>. An event that no run covers waits for its index.
/// </summary>
internal sealed class LedgerIndexRow
{
    public long LogIndex { get; init; }
    public long FirstSeq { get; init; }
    public long Entries { get; init; }
}

/// <summary>
/// A checkpoint of the log. Each names the size it continues, and only one can: that key is the compare-and-swap between replicas.
/// </summary>
internal sealed class LedgerHeadRow
{
    public long Continues { get; init; }
    public long Size { get; init; }
    public required byte[] Root { get; init; }

    /// <summary>The roots of the perfect subtrees, the smallest first, from which the next checkpoint is computed.</summary>
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
/// Entries that SMART-Ledger accepted over one channel. Each row names the index it continues, and only one can: the compare-and-swap
/// between replicas.
/// </summary>
internal sealed class LedgerForwardRow
{
    public required string Way { get; init; }
    public long Continues { get; init; }
    public long NextIndex { get; init; }
    public required DateTimeOffset ForwardedAt { get; init; }
}
