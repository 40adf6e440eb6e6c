using System.Text;

namespace HandoffSaga.Ledger;

/// <summary>Finds a package's entries in a published log, which has no index by package: it reads the log once.</summary>
public static class PackageEntries
{
    /// <summary>The key of the log's resumptions, an id that no package has.</summary>
    public const string Resumptions = "";

    /// <summary>
    /// The indexes of the package's entries, in their order, and of the log's resumptions after the first of them, which explain its
    /// trails.
    /// </summary>
    /// <param name="source">The log.</param>
    /// <param name="size">How far to look.</param>
    /// <param name="packageId">The package or packages.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MissingTileException">A bundle is missing or truncated.</exception>
    public static async Task<IReadOnlyList<long>> Find(
        ITileSource source,
        long size,
        string packageId,
        CancellationToken cancellationToken
    ) => Explained(await Find(source, size, [packageId], cancellationToken), packageId);

    /// <summary>
    /// The indexes of each package's entries, in their order, empty for a package that is not in the log; and, under
    /// <see cref="Resumptions"/>, those of the log's resumptions.
    /// </summary>
    /// <param name="source">The log.</param>
    /// <param name="size">How far to look.</param>
    /// <param name="packageIds">The package or packages.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MissingTileException">A bundle is missing or truncated.</exception>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<long>>> Find(
        ITileSource source,
        long size,
        IReadOnlyCollection<string> packageIds,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(packageIds);
        var found = packageIds.Distinct().ToDictionary(id => id, _ => new List<long>());
        var names = found.Keys.Append(Resumption.Action).Select(Encoding.UTF8.GetBytes).ToList();
        found.Add(Resumptions, []);
        for (var n = 0L; TileLayout.At(TilePath.EntriesLevel, n, size) is { } path; n++)
            Look(await source.ReadTile(path, cancellationToken) ?? throw new MissingTileException(path), path, names, found);
        return found.ToDictionary(of => of.Key, of => (IReadOnlyList<long>)of.Value);
    }

    private static void Look(byte[] bundle, TilePath path, List<byte[]> names, Dictionary<string, List<long>> found)
    {
        // Most bundles contain none of the ids, which shows without parsing an entry.
        if (!names.Exists(name => bundle.AsSpan().IndexOf(name) >= 0))
            return;
        var entries = EntryBundle.Entries(bundle, path.Width, out _);
        if (entries.Count != path.Width)
            throw new MissingTileException(path);
        for (var i = 0; i < entries.Count; i++)
        {
            var index = (path.Index * TilePath.FullWidth) + i;
            if (!LedgerEntry.TryParse(bundle.AsSpan(entries[i]), out var entry, out _))
                continue;
            if (entry.PackageId is { } id && found.TryGetValue(id, out var places))
                places.Add(index);
            else if (Resumption.Read(entry, index) is not null)
                found[Resumptions].Add(index);
        }
    }

    /// <summary>The indexes of one package, with the resumptions after its first entry, which explain its trails.</summary>
    /// <param name="found">What <see cref="Find(ITileSource, long, IReadOnlyCollection{string}, CancellationToken)"/> found.</param>
    /// <param name="packageId">The package or packages.</param>
    public static IReadOnlyList<long> Explained(IReadOnlyDictionary<string, IReadOnlyList<long>> found, string packageId)
    {
        ArgumentNullException.ThrowIfNull(found);
        var places = found[packageId];
        return places.Count == 0 ? places : [.. places.Concat(found[Resumptions].Where(index => index > places[0])).Order()];
    }
}
