namespace HandoffSaga.Ledger;

/// <summary>The tiles of a tree of a given size.</summary>
internal static class TileLayout
{
    /// <summary>Tree levels in one level of tiles.</summary>
    public const int Height = 8;

    /// <summary>How many hashes a level of tiles has.</summary>
    public static long HashesIn(int tileLevel, long size) => tileLevel * Height >= 63 ? 0 : size >> (tileLevel * Height);

    /// <summary>The tile at this place in a tree of this size, partial where the tree ends in it; null beyond the tree.</summary>
    public static TilePath? At(int tileLevel, long index, long size)
    {
        var hashes = tileLevel == TilePath.EntriesLevel ? size : HashesIn(tileLevel, size);
        var width = Math.Min(hashes - (index * TilePath.FullWidth), TilePath.FullWidth);
        return width > 0 ? new TilePath(tileLevel, index, (int)width) : null;
    }

    /// <summary>The partial tiles and the partial bundle at the right edge of a tree.</summary>
    public static IEnumerable<TilePath> Edge(long size)
    {
        for (var level = TilePath.EntriesLevel; level < 0 || HashesIn(level, size) > 0; level++)
        {
            var hashes = level < 0 ? size : HashesIn(level, size);
            if (hashes % TilePath.FullWidth != 0)
                yield return new TilePath(level, hashes / TilePath.FullWidth, (int)(hashes % TilePath.FullWidth));
        }
    }
}
