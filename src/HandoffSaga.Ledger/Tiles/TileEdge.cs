using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Ledger;

/// <summary>
/// The right edge of a growing log: the content of its partial tiles and bundle, and the full ones as they are completed.
/// </summary>
internal sealed class TileEdge
{
    private readonly List<PooledBytes> _levels = [];
    private readonly PooledBytes _bundle = new(64 * 1024);

    public MerkleFrontier Tree { get; private init; } = new();

    /// <summary>Loads the edge where a log's published tiles end. Throws when a tile is missing.</summary>
    public static async Task<TileEdge> Load(ITileSource source, long size, CancellationToken cancellationToken)
    {
        var edge = new TileEdge { Tree = await Frontier(source, size, cancellationToken) };
        for (var level = 0; TileLayout.HashesIn(level, size) > 0; level++)
            edge._levels.Add(new PooledBytes(TilePath.FullWidth * LedgerHash.Size));
        foreach (var path in TileLayout.Edge(size))
        {
            var bytes = await source.ReadTile(path, cancellationToken) ?? throw new MissingTileException(path);
            if (path.HoldsEntries && (EntryBundle.Entries(bytes, path.Width, out var end).Count != path.Width || end != bytes.Length))
                throw new MissingTileException(path);
            (path.HoldsEntries ? edge._bundle : edge._levels[path.Level]).Add(bytes);
        }

        return edge;
    }

    /// <summary>Adds an entry and its leaf hash; returns each bundle and tile they complete.</summary>
    public void Append(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> hash, Action<TilePath, ReadOnlySpan<byte>> filled)
    {
        EntryBundle.Append(_bundle, entry);
        Tree.Append(hash);
        if (Tree.Size % TilePath.FullWidth == 0)
        {
            filled(TilePath.Entries((Tree.Size / TilePath.FullWidth) - 1), _bundle.Written);
            _bundle.Truncate(0);
        }

        Append(0, hash, filled);
    }

    /// <summary>The current content of the log's partial tiles and bundle.</summary>
    public void Partials(Action<TilePath, ReadOnlySpan<byte>> partial)
    {
        foreach (var path in TileLayout.Edge(Tree.Size))
            partial(path, path.HoldsEntries ? _bundle.Written : _levels[path.Level].Written);
    }

    private void Append(int level, ReadOnlySpan<byte> hash, Action<TilePath, ReadOnlySpan<byte>> filled)
    {
        if (_levels.Count == level)
            _levels.Add(new PooledBytes(TilePath.FullWidth * LedgerHash.Size));
        _levels[level].Add(hash);
        if (_levels[level].Length < TilePath.FullWidth * LedgerHash.Size)
            return;

        filled(new TilePath(level, (TileLayout.HashesIn(level, Tree.Size) / TilePath.FullWidth) - 1), _levels[level].Written);
        LedgerHash.FoldPerfect(_levels[level].Written);
        Span<byte> root = stackalloc byte[LedgerHash.Size];
        _levels[level].Written[..LedgerHash.Size].CopyTo(root);
        _levels[level].Truncate(0);
        Append(level + 1, root, filled);
    }

    private static async Task<MerkleFrontier> Frontier(ITileSource source, long size, CancellationToken cancellationToken)
    {
        var hashes = await new TreeTiles(source, size).Subtrees(cancellationToken);
        return MerkleFrontier.FromBytes(size, hashes);
    }
}
