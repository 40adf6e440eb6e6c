using System.Diagnostics.CodeAnalysis;

namespace HandoffSaga.Ledger;

/// <summary>
/// The name of a tile or an entry bundle (C2SP tlog-tiles): <c>tile/0/x001/x234/067</c>, <c>tile/entries/273.p/112</c>.
/// </summary>
public readonly record struct TilePath
{
    /// <summary>Hashes in a full tile, entries in a full bundle.</summary>
    public const int FullWidth = 256;

    /// <summary>The pseudo level of entries.</summary>
    public const int EntriesLevel = -1;

    private const int HighestLevel = 63;

    /// <summary>Creates a path.</summary>
    /// <param name="level">0 to 63, or <see cref="EntriesLevel"/>.</param>
    /// <param name="index">Its place in the level, from 0.</param>
    /// <param name="width">1 to 256; less than 256 for a partial one.</param>
    public TilePath(int level, long index, int width = FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, EntriesLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, HighestLevel);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        (Level, Index, Width) = (level, index, width);
    }

    /// <summary>0 for leaf hashes, higher for the roots of full tiles below, <see cref="EntriesLevel"/> for entries.</summary>
    public int Level { get; }

    /// <summary>Its place in the level, from 0.</summary>
    public long Index { get; }

    /// <summary>How many hashes or entries it holds.</summary>
    public int Width { get; }

    /// <summary>Whether it holds entries, not hashes.</summary>
    public bool HoldsEntries => Level == EntriesLevel;

    /// <summary>Whether it is full: then it never changes and is never deleted.</summary>
    public bool IsFull => Width == FullWidth;

    /// <summary>The full tile that replaces it.</summary>
    public TilePath Full => new(Level, Index);

    /// <summary>A bundle of entries.</summary>
    public static TilePath Entries(long index, int width = FullWidth) => new(EntriesLevel, index, width);

    /// <summary>Reads a path in its only valid form: levels and widths without leading zeros, a width below 256.</summary>
    public static bool TryParse(string? path, [NotNullWhen(true)] out TilePath? tile)
    {
        tile = null;
        var parts = path?.Split('/') ?? [];
        if (parts.Length < 3 || parts[0] != "tile")
            return false;
        var width = FullWidth;
        if (parts[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!DecimalText.TryRead(parts[^1], out var partial) || partial is < 1 or >= FullWidth)
                return false;
            width = (int)partial;
            parts = [.. parts[..^2], parts[^2][..^2]];
        }

        long level = EntriesLevel;
        if (parts[1] != "entries" && (!DecimalText.TryRead(parts[1], out level) || level > HighestLevel))
            return false;
        if (!TryReadIndex(parts.AsSpan(2), out var index))
            return false;
        tile = new TilePath((int)level, index, width);
        return tile.ToString() == path;
    }

    /// <summary>The path, relative to the log's prefix.</summary>
    public override string ToString()
    {
        var groups = new Stack<string>();
        var rest = Index;
        do
        {
            groups.Push((rest % 1000).ToString("000"));
            rest /= 1000;
        } while (rest > 0);

        var last = groups.Count;
        var path = "tile/" + (HoldsEntries ? "entries" : Level.ToString());
        foreach (var group in groups)
            path += --last > 0 ? "/x" + group : "/" + group;
        return IsFull ? path : $"{path}.p/{Width}";
    }

    private static bool TryReadIndex(ReadOnlySpan<string> groups, out long index)
    {
        index = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            var last = i == groups.Length - 1;
            if (groups[i].Length != (last ? 3 : 4) || (!last && groups[i][0] != 'x'))
                return false;
            var digits = groups[i].AsSpan(last ? 0 : 1);
            if (digits.ContainsAnyExceptInRange('0', '9') || index > (long.MaxValue - 999) / 1000)
                return false;
            index = (index * 1000) + int.Parse(digits);
        }

        return groups.Length > 0;
    }
}
