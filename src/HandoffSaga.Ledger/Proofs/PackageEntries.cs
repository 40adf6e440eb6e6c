using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>Finds a package's entries in a published log, which has no index by package: it reads the log once.</summary>
public static class PackageEntries
{
    private static readonly byte[] ResumptionAction = Encoding.UTF8.GetBytes(Resumption.Action);

    /// <summary>The indexes of the package's entries, in their order, and of the log's resumptions after the first of them, which explain its trails.</summary>
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
            In(bundle, path, packageId, found);
        }

        return found;
    }

    private static void In(byte[] bundle, TilePath path, string packageId, List<long> found)
    {
        // Most bundles do not name it anywhere, which is seen without reading an entry.
        if (bundle.AsSpan().IndexOf(Encoding.UTF8.GetBytes(packageId)) < 0 && (found.Count == 0 || bundle.AsSpan().IndexOf(ResumptionAction) < 0))
            return;
        var entries = EntryBundle.Entries(bundle, path.Width, out _);
        if (entries.Count != path.Width)
            throw new MissingTileException(path);
        for (var i = 0; i < entries.Count; i++)
        {
            var index = (path.Index * TilePath.FullWidth) + i;
            if (LedgerEntry.TryParse(bundle.AsSpan(entries[i]), out var entry, out _)
                && (entry.PackageId == packageId || (found.Count > 0 && Resumption.Read(entry, index) is not null)))
                found.Add(index);
        }
    }
}
