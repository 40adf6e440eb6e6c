namespace HandoffSaga.Ledger;

/// <summary>Checks one bundle against its tile of leaf hashes: the expensive part of a verification, which can run in parallel.</summary>
/// <param name="Path">The bundle.</param>
/// <param name="Leaves">The leaf hashes to continue with: those of the tile, or of the entries where the tile is wrong or missing.</param>
/// <param name="Alternative">Hashes of the entries, where they differ and it is unknown which are right; else null.</param>
/// <param name="Places">The trail places of the readable entries.</param>
/// <param name="Found">The defects.</param>
internal sealed record BundleCheck(TilePath Path, byte[] Leaves, byte[]? Alternative, List<TrailPlace> Places, List<LedgerFinding> Found)
{
    public static async Task<BundleCheck> Of(ITileSource source, TilePath path, long size, CancellationToken cancellationToken)
    {
        var tilePath = new TilePath(0, path.Index, path.Width);
        var bundle = await source.ReadTile(path, cancellationToken) ?? [];
        var tile = await source.ReadTile(tilePath, cancellationToken);
        var found = new List<LedgerFinding>();
        var places = new List<TrailPlace>(path.Width);
        var leaves = Hash(bundle, path, places, found, out var whole);
        if (tile is null)
        {
            found.Add(new(LedgerFindingKind.MissingTile, tilePath.ToString(), null, $"{tilePath} is missing or has the wrong size."));
            return new(path, leaves, null, places, found);
        }

        if (leaves.AsSpan(0, whole * LedgerHash.Size).SequenceEqual(tile.AsSpan(0, whole * LedgerHash.Size)))
            return new(path, tile, null, places, found);

        var above = path.IsFull ? await RootAbove(source, path.Index, size, cancellationToken) : null;
        var verdict =
            Is(tile, above) ? Wrong.Entry
            : whole == path.Width && Is(leaves, above) ? Wrong.Tile
            : Wrong.Unknown;
        for (var i = 0; i < whole; i++)
        {
            if (!leaves.AsSpan(i * LedgerHash.Size, LedgerHash.Size).SequenceEqual(tile.AsSpan(i * LedgerHash.Size, LedgerHash.Size)))
                found.Add(Mismatch(verdict, path, tilePath, i));
        }

        return new(
            path,
            verdict == Wrong.Tile ? leaves : tile,
            verdict == Wrong.Unknown && whole == path.Width ? leaves : null,
            places,
            found
        );
    }

    private enum Wrong
    {
        Unknown,
        Entry,
        Tile,
    }

    private static byte[] Hash(byte[] bundle, TilePath path, List<TrailPlace> places, List<LedgerFinding> found, out int whole)
    {
        var leaves = new byte[path.Width * LedgerHash.Size];
        var entries = EntryBundle.Entries(bundle, path.Width, out var end);
        whole = entries.Count;
        var first = path.Index * TilePath.FullWidth;
        for (var i = 0; i < whole; i++)
        {
            var entry = bundle.AsSpan(entries[i]);
            var leaf = leaves.AsSpan(i * LedgerHash.Size, LedgerHash.Size);
            LedgerHash.Leaf(entry, leaf);
            if (TrailPlace.Read(entry, first + i, leaf, out var problem) is { } place)
            {
                places.Add(place);
            }
            else
            {
                found.Add(
                    new(
                        LedgerFindingKind.UnreadableEntry,
                        path.ToString(),
                        first + i,
                        $"Entry {first + i} in {path} cannot be read: {problem}"
                    )
                );
            }
        }

        if (whole < path.Width)
        {
            found.Add(
                new(
                    LedgerFindingKind.MissingEvent,
                    path.ToString(),
                    first + whole,
                    $"Entries {first + whole} to {first + path.Width - 1} are not in {path}, though the tree has leaves for them."
                )
            );
        }
        else if (end < bundle.Length)
        {
            found.Add(
                new(
                    LedgerFindingKind.EventWithoutLeaf,
                    path.ToString(),
                    first + whole,
                    $"{path} continues after its {path.Width} entries: what follows has no leaf in the tree."
                )
            );
        }

        return leaves;
    }

    private static LedgerFinding Mismatch(Wrong verdict, TilePath path, TilePath tile, int place)
    {
        var index = (path.Index * TilePath.FullWidth) + place;
        return verdict switch
        {
            Wrong.Entry => new(
                LedgerFindingKind.BadHash,
                path.ToString(),
                index,
                $"Entry {index} in {path} is not the one that was logged: its hash differs from that in {tile}."
            ),
            Wrong.Tile => new(
                LedgerFindingKind.BadHash,
                tile.ToString(),
                index,
                $"Hash {place} in {tile} is not that of entry {index}: the tile was changed."
            ),
            _ => new(
                LedgerFindingKind.BadHash,
                path.ToString(),
                index,
                $"Entry {index} in {path} and hash {place} in {tile} do not match."
            ),
        };
    }

    private static async Task<byte[]?> RootAbove(ITileSource source, long index, long size, CancellationToken cancellationToken)
    {
        if (
            TileLayout.At(1, index / TilePath.FullWidth, size) is not { } path
            || await source.ReadTile(path, cancellationToken) is not { } tile
        )
        {
            return null;
        }

        return tile.AsSpan((int)(index % TilePath.FullWidth) * LedgerHash.Size, LedgerHash.Size).ToArray();
    }

    private static bool Is(byte[] leaves, byte[]? root)
    {
        if (root is null)
            return false;
        var folded = leaves.AsSpan().ToArray();
        LedgerHash.FoldPerfect(folded);
        return folded.AsSpan(0, LedgerHash.Size).SequenceEqual(root);
    }
}
