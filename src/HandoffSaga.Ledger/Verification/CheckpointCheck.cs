namespace HandoffSaga.Ledger;

/// <summary>Every published checkpoint against the tree as it grows: each must be the head the entries had at its size.</summary>
internal sealed class CheckpointCheck
{
    private readonly Findings findings;
    private readonly Queue<SignedCheckpoint> ahead;
    private readonly MerkleFrontier tree = new();
    private long lastGood;

    public CheckpointCheck(IEnumerable<SignedCheckpoint> checkpoints, Findings findings)
    {
        this.findings = findings;
        ahead = new(checkpoints.OrderBy(signed => signed.Checkpoint.Size));
        Compare();
    }

    /// <summary>The next leaf hashes, of one tile.</summary>
    /// <param name="leaves">The hashes.</param>
    /// <param name="root">The root over them, when it is a full tile.</param>
    public void Next(ReadOnlySpan<byte> leaves, ReadOnlySpan<byte> root)
    {
        var end = tree.Size + (leaves.Length / LedgerHash.Size);
        if (!root.IsEmpty && !(ahead.TryPeek(out var next) && next.Checkpoint.Size < end))
        {
            tree.AppendSubtree(TileLayout.Height, root);
            Compare();
            return;
        }

        for (; !leaves.IsEmpty; leaves = leaves[LedgerHash.Size..])
        {
            tree.Append(leaves[..LedgerHash.Size]);
            Compare();
        }
    }

    /// <summary>The root if these leaves came next.</summary>
    public byte[] RootWith(ReadOnlySpan<byte> leaves)
    {
        var longer = tree.Clone();
        for (; !leaves.IsEmpty; leaves = leaves[LedgerHash.Size..])
            longer.Append(leaves[..LedgerHash.Size]);
        return longer.Root();
    }

    private void Compare()
    {
        while (ahead.TryPeek(out var signed) && signed.Checkpoint.Size == tree.Size)
        {
            ahead.Dequeue();
            if (signed.Checkpoint.Root.Span.SequenceEqual(tree.Root()))
            {
                lastGood = tree.Size;
                continue;
            }

            findings.Add(LedgerFindingKind.ForkedCheckpoint, $"checkpoint of {tree.Size}", null,
                $"The signed checkpoint of {tree.Size} entries has another root than these entries: the log was forked, or an entry from {lastGood} on was changed.");
        }
    }
}
