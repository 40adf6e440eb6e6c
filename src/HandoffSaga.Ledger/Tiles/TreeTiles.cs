namespace HandoffSaga.Ledger;

/// <summary>
/// Computes roots and proofs of a tree of one size from its tiles. A proof reads a few tiles per level, each once. Tiles are not trusted: a
/// wrong one yields a proof that does not verify.
/// </summary>
/// <param name="source">The tiles.</param>
/// <param name="size">The size of the tree, that of a checkpoint.</param>
public sealed class TreeTiles(ITileSource source, long size)
{
    private readonly Dictionary<TilePath, byte[]> _read = [];

    /// <summary>The size of the tree.</summary>
    public long Size => size;

    /// <summary>The root of the tree, 32 bytes.</summary>
    /// <exception cref="MissingTileException">A tile is missing or has the wrong size.</exception>
    public async Task<byte[]> Root(CancellationToken cancellationToken) =>
        size == 0 ? LedgerHash.EmptyRoot.ToArray() : await Hash(new TreeRange(0, size), cancellationToken);

    /// <summary>The root of the tree at an earlier size, 32 bytes.</summary>
    /// <param name="earlierSize">From 1 to the size of the tree.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MissingTileException">A tile is missing or has the wrong size.</exception>
    public Task<byte[]> RootAt(long earlierSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(earlierSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlierSize, size);
        return Hash(new TreeRange(0, earlierSize), cancellationToken);
    }

    /// <summary>Proof that the entry at an index is in the tree (RFC 6962 section 2.1.1).</summary>
    /// <exception cref="MissingTileException">A tile is missing or has the wrong size.</exception>
    public Task<byte[][]> ProveInclusion(long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        return Hashes(TreeRange.ToProveInclusion(index, size), cancellationToken);
    }

    /// <summary>Proof that the tree continues an earlier one (RFC 6962 section 2.1.2); empty when both have one size.</summary>
    /// <param name="earlierSize">From 1 to the size of the tree.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MissingTileException">A tile is missing or has the wrong size.</exception>
    public Task<byte[][]> ProveConsistency(long earlierSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(earlierSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlierSize, size);
        return Hashes(TreeRange.ToProveConsistency(earlierSize, size), cancellationToken);
    }

    /// <summary>The entry at an index, as it was logged.</summary>
    /// <exception cref="MissingTileException">Its bundle is missing, or truncated before it.</exception>
    public async Task<byte[]> Entry(long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = TileLayout.At(TilePath.EntriesLevel, index / TilePath.FullWidth, size)!.Value;
        var bundle = await Tile(path, cancellationToken);
        var place = (int)(index % TilePath.FullWidth);
        var entries = EntryBundle.Entries(bundle, place + 1, out _);
        return entries.Count > place ? bundle[entries[place]] : throw new MissingTileException(path);
    }

    /// <summary>The hashes of the tree's perfect subtrees, the smallest first.</summary>
    internal async Task<byte[]> Subtrees(CancellationToken cancellationToken)
    {
        var hashes = new List<byte>();
        foreach (var node in new TreeRange(0, size).Nodes().Reverse())
            hashes.AddRange(await Hash(node, cancellationToken));
        return [.. hashes];
    }

    private async Task<byte[][]> Hashes(List<TreeRange> ranges, CancellationToken cancellationToken)
    {
        var hashes = new byte[ranges.Count][];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = await Hash(ranges[i], cancellationToken);
        return hashes;
    }

    // The smallest subtrees are at the right and are hashed first.
    private async Task<byte[]> Hash(TreeRange range, CancellationToken cancellationToken)
    {
        byte[]? hash = null;
        foreach (var node in range.Nodes().Reverse())
        {
            var left = await Hash(node, cancellationToken);
            if (hash is not null)
                LedgerHash.Node(left, hash, left);
            hash = left;
        }

        return hash!;
    }

    private async Task<byte[]> Hash(TreeNode node, CancellationToken cancellationToken)
    {
        var depth = node.Level % TileLayout.Height;
        var first = node.Index << depth;
        var path = TileLayout.At(node.Level / TileLayout.Height, first / TilePath.FullWidth, size)!.Value;
        var tile = await Tile(path, cancellationToken);
        var hashes = tile.AsSpan((int)(first % TilePath.FullWidth) * LedgerHash.Size, LedgerHash.Size << depth).ToArray();
        LedgerHash.FoldPerfect(hashes);
        return hashes.Length == LedgerHash.Size ? hashes : hashes[..LedgerHash.Size];
    }

    private async ValueTask<byte[]> Tile(TilePath path, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue(path, out var tile))
        {
            tile = await source.ReadTile(path, cancellationToken) ?? throw new MissingTileException(path);
            _read.Add(path, tile);
        }

        return tile;
    }
}
