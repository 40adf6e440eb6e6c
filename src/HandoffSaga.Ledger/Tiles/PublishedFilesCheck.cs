namespace HandoffSaga.Ledger;

/// <summary>
/// Notices that files of a published log are missing or cut off, in a folder that others may delete from. Each look is short: at the
/// checkpoint and the newest tiles, and at some of the others in turn.
/// </summary>
/// <param name="folder">The log's folder.</param>
/// <param name="mostInLook">How many of the other tiles to look at.</param>
public sealed class PublishedFilesCheck(string folder, int mostInLook = 500)
{
    private long _next;

    /// <summary>The first missing file, relative to the folder; null when this look found none.</summary>
    /// <param name="size">The size of the published checkpoint.</param>
    public string? FirstMissing(long size)
    {
        if (!IsThere(TileReading.CheckpointResource, length: null))
            return TileReading.CheckpointResource;
        return TileLayout.Edge(size).Concat(InTurn(size)).Where(tile => !IsThere(tile)).Select(tile => tile.ToString()).FirstOrDefault();
    }

    private IEnumerable<TilePath> InTurn(long size)
    {
        var all = Full(size);
        for (var looked = 0; looked < Math.Min(mostInLook, all); looked++)
        {
            if (_next >= all)
                _next = 0;
            yield return Full(size, _next++);
        }
    }

    // Bundles of entries and each level's tiles, one after the other.
    private static long Full(long size)
    {
        long all = 0;
        for (var level = TilePath.EntriesLevel; level < 0 || TileLayout.HashesIn(level, size) > 0; level++)
            all += FullIn(level, size);
        return all;
    }

    private static TilePath Full(long size, long place)
    {
        var level = TilePath.EntriesLevel;
        for (; place >= FullIn(level, size); level++)
            place -= FullIn(level, size);
        return new TilePath(level, place);
    }

    private static long FullIn(int level, long size) => (level < 0 ? size : TileLayout.HashesIn(level, size)) / TilePath.FullWidth;

    private bool IsThere(TilePath tile) => IsThere(tile.ToString(), tile.HoldsEntries ? null : tile.Width * LedgerHash.Size);

    private bool IsThere(string resource, int? length)
    {
        var file = new FileInfo(Path.Combine(folder, resource));
        return file.Exists && (length is null ? file.Length > 0 : file.Length == length);
    }
}
