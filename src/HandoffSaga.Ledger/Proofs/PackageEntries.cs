using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>Finds a package's entries in a published log, which has no index by package: it reads the log once.</summary>
public static class PackageEntries
{
    /// <summary>The indexes of the package's entries, in their order.</summary>
    /// <param name="source">Where the log is.</param>
    /// <param name="size">How far to look.</param>
    /// <param name="packageId">Whose entries.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MissingTileException">A bundle is not there, or breaks off.</exception>
    public static async Task<IReadOnlyList<long>> Find(ITileSource source, long size, string packageId, CancellationToken cancellationToken)
    {
        var found = new List<long>();
        for (var n = 0L; TileLayout.At(TilePath.EntriesLevel, n, size) is { } path; n++)
        {
            var bundle = await source.ReadTile(path, cancellationToken) ?? throw new MissingTileException(path);
            found.AddRange(In(bundle, path, packageId));
        }

        return found;
    }

    private static List<long> In(byte[] bundle, TilePath path, string packageId)
    {
        // Most bundles do not name it anywhere, which is seen without reading an entry.
        var found = new List<long>();
        if (bundle.AsSpan().IndexOf(Encoding.UTF8.GetBytes(packageId)) < 0)
            return found;
        var entries = EntryBundle.Entries(bundle, path.Width, out _);
        if (entries.Count != path.Width)
            throw new MissingTileException(path);
        for (var i = 0; i < entries.Count; i++)
        {
            if (LedgerEntry.TryParse(bundle.AsSpan(entries[i]), out var entry, out _) && entry.PackageId == packageId)
                found.Add((path.Index * TilePath.FullWidth) + i);
        }

        return found;
    }
}
