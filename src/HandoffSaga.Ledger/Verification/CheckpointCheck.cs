namespace HandoffSaga.Ledger;

/// <summary>Checks every published checkpoint against the tree as it grows: each must have the root of the entries at its size.</summary>
internal sealed class CheckpointCheck
{
    private readonly Findings _findings;
    private readonly Queue<SignedCheckpoint> _ahead;
    private readonly MerkleFrontier _tree = new();
    private long _lastGood;

    public CheckpointCheck(IEnumerable<SignedCheckpoint> checkpoints, Findings findings)
    {
        _findings = findings;
        _ahead = new(checkpoints.OrderBy(signed => signed.Checkpoint.Size));
        Compare();
    }

    /// <summary>The next leaf hashes, of one tile.</summary>
    /// <param name="leaves">The hashes.</param>
    /// <param name="root">The root over them, when it is a full tile.</param>
    public void Next(ReadOnlySpan<byte> leaves, ReadOnlySpan<byte> root)
    {
        var end = _tree.Size + (leaves.Length / LedgerHash.Size);
        if (!root.IsEmpty && !(_ahead.TryPeek(out var next) && next.Checkpoint.Size < end))
        {
            _tree.AppendSubtree(TileLayout.Height, root);
            Compare();
            return;
        }

        for (; !leaves.IsEmpty; leaves = leaves[LedgerHash.Size..])
        {
            _tree.Append(leaves[..LedgerHash.Size]);
            Compare();
        }
    }

    /// <summary>The root if these leaves were added.</summary>
    public byte[] RootWith(ReadOnlySpan<byte> leaves)
    {
        var longer = _tree.Clone();
        for (; !leaves.IsEmpty; leaves = leaves[LedgerHash.Size..])
            longer.Append(leaves[..LedgerHash.Size]);
        return longer.Root();
    }

    private void Compare()
    {
        while (_ahead.TryPeek(out var signed) && signed.Checkpoint.Size == _tree.Size)
        {
            _ahead.Dequeue();
            if (signed.Checkpoint.Root.Span.SequenceEqual(_tree.Root()))
            {
                _lastGood = _tree.Size;
                continue;
            }

            _findings.Add(
                LedgerFindingKind.ForkedCheckpoint,
                $"checkpoint of {_tree.Size}",
                null,
                $"The signed checkpoint of {_tree.Size} entries does not have the root of these entries: the log was forked, or an entry from {_lastGood} on was changed."
            );
        }
    }
}
