namespace HandoffSaga.Ledger;

/// <summary>
/// Checks the database against the published log: each entry must match its leaf in the tree. A verified log alone does not show that the
/// database's copies of its entries, which people see, are right.
/// </summary>
public static class StoredEntriesCheck
{
    private const string Where = "database";

    /// <summary>Compares the database with the log.</summary>
    /// <param name="source">The published log.</param>
    /// <param name="size">The size of its verified checkpoint; entries beyond it are not published yet.</param>
    /// <param name="stored">The entries that have an index, in the order of their indexes.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    /// <returns>The defects, at most <see cref="LogVerifier.MostFindings"/>.</returns>
    public static async Task<IReadOnlyList<LedgerFinding>> Compare(
        ITileSource source,
        long size,
        IAsyncEnumerable<(long Index, byte[] Entry)> stored,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(stored);
        var findings = new Findings(LogVerifier.MostFindings);
        var leaves = new LeafTiles(source, size);
        var expected = 0L;
        await foreach (var (index, entry) in stored.WithCancellation(cancellationToken))
        {
            if (index >= size)
                break;
            Missing(expected, index, findings);
            expected = index + 1;
            if (await leaves.At(index, cancellationToken) is { } leaf && !leaf.Span.SequenceEqual(LedgerHash.Leaf(entry)))
            {
                findings.Add(
                    LedgerFindingKind.BadHash,
                    Where,
                    index,
                    $"The entry with index {index} in the database is not the one that was logged."
                );
            }
        }

        Missing(expected, size, findings);
        return findings.All;
    }

    private static void Missing(long from, long to, Findings findings)
    {
        if (from < to)
        {
            findings.Add(
                LedgerFindingKind.MissingEvent,
                Where,
                from,
                to - from == 1
                    ? $"The entry with index {from} is not in the database."
                    : $"The entries with indexes {from} to {to - 1} are not in the database."
            );
        }
    }

    // A missing tile is a finding of the log's own verification, not of the database's.
    private sealed class LeafTiles(ITileSource source, long size)
    {
        private long _current = -1;
        private byte[]? _tile;

        public async ValueTask<ReadOnlyMemory<byte>?> At(long index, CancellationToken cancellationToken)
        {
            if (index / TilePath.FullWidth != _current)
            {
                _current = index / TilePath.FullWidth;
                _tile = await source.ReadTile(TileLayout.At(0, _current, size)!.Value, cancellationToken);
            }

            return _tile?.AsMemory((int)(index % TilePath.FullWidth) * LedgerHash.Size, LedgerHash.Size);
        }
    }
}
