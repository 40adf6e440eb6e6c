using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Ledger;

/// <summary>Recomputes every tile above the leaf hashes from the tiles below, and compares.</summary>
internal sealed class UpperTiles(ITileSource source, long size, Findings findings)
{
    private readonly List<PooledBytes> _levels = [];
    private readonly List<long> _full = [];

    /// <summary>The root of the next full tile of leaf hashes.</summary>
    public Task Next(ReadOnlyMemory<byte> root, CancellationToken cancellationToken) => Add(1, root, cancellationToken);

    /// <summary>Compares the partial tiles at the right edge.</summary>
    public async Task Finish(CancellationToken cancellationToken)
    {
        foreach (var path in TileLayout.Edge(size))
        {
            if (path.Level >= 1 && path.Level <= _levels.Count)
                await Compare(path, _levels[path.Level - 1].WrittenMemory, cancellationToken);
        }
    }

    private async Task Add(int level, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        if (_levels.Count < level)
        {
            _levels.Add(new PooledBytes(TilePath.FullWidth * LedgerHash.Size));
            _full.Add(0);
        }

        var tile = _levels[level - 1];
        tile.Add(hash.Span);
        if (tile.Length < TilePath.FullWidth * LedgerHash.Size)
            return;

        await Compare(new TilePath(level, _full[level - 1]++), tile.WrittenMemory, cancellationToken);
        LedgerHash.FoldPerfect(tile.Written);
        var root = tile.Written[..LedgerHash.Size].ToArray();
        tile.Truncate(0);
        await Add(level + 1, root, cancellationToken);
    }

    private async Task Compare(TilePath path, ReadOnlyMemory<byte> computed, CancellationToken cancellationToken)
    {
        if (await source.ReadTile(path, cancellationToken) is not { } stored)
        {
            findings.Add(LedgerFindingKind.MissingTile, path.ToString(), null, $"{path} is missing or has the wrong size.");
            return;
        }

        var differs = stored.AsSpan().CommonPrefixLength(computed.Span);
        if (differs < stored.Length)
        {
            findings.Add(
                LedgerFindingKind.BadHash,
                path.ToString(),
                null,
                $"Hash {differs / LedgerHash.Size} in {path} is not the root of the tile below it."
            );
        }
    }
}
