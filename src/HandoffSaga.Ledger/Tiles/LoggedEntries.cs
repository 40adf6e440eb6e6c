using System.Runtime.CompilerServices;

namespace HandoffSaga.Ledger;

/// <summary>All entries of a published log, in their order.</summary>
public static class LoggedEntries
{
    /// <summary>Reads them, each bundle once. They are not verified: check their hashes against a trusted checkpoint.</summary>
    /// <param name="source">The log.</param>
    /// <param name="size">How many.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MissingTileException">A bundle is missing or truncated.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> Read(
        ITileSource source,
        long size,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var n = 0L; TileLayout.At(TilePath.EntriesLevel, n, size) is { } path; n++)
        {
            var bundle = await source.ReadTile(path, cancellationToken) ?? throw new MissingTileException(path);
            var entries = EntryBundle.Entries(bundle, path.Width, out _);
            if (entries.Count != path.Width)
                throw new MissingTileException(path);
            foreach (var entry in entries)
                yield return bundle.AsMemory(entry);
        }
    }
}
