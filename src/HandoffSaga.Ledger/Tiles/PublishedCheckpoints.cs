namespace HandoffSaga.Ledger;

/// <summary>
/// The checkpoints published from a folder, one file per size, named like tiles: <c>checkpoints/x001/x234/067</c>. Not part of tlog-tiles:
/// kept so that they can be shown to continue one another.
/// </summary>
public static class PublishedCheckpoints
{
    private const string Folder = "checkpoints";

    /// <summary>The published notes, in the order of their sizes; none when the folder has none.</summary>
    /// <param name="folder">The log's folder.</param>
    public static IEnumerable<(long Size, byte[] Note)> In(string folder)
    {
        var sizes = new List<long>();
        var root = Path.Combine(folder, Folder);
        if (Directory.Exists(root))
        {
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                if (SizeOf(root, file) is { } size)
                    sizes.Add(size);
            }
        }

        sizes.Sort();
        foreach (var size in sizes)
            yield return (size, File.ReadAllBytes(PathOf(folder, size)));
    }

    /// <summary>Replaces a published checkpoint by one with more signatures; also the current one, if it is still that.</summary>
    /// <param name="folder">The log's folder.</param>
    /// <param name="cosigned">The checkpoint.</param>
    /// <param name="isCurrent">Whether it is the one published last.</param>
    public static void Replace(string folder, SignedCheckpoint cosigned, bool isCurrent)
    {
        ArgumentNullException.ThrowIfNull(cosigned);
        var note = cosigned.Note.ToBytes();
        DurableFile.Write(PathOf(folder, cosigned.Checkpoint.Size), note);
        if (isCurrent)
            DurableFile.Write(Path.Combine(folder, TileReading.CheckpointResource), note);
    }

    /// <summary>Keeps only the last checkpoint of the 256 sizes up to <paramref name="size"/>.</summary>
    internal static void KeepLast(string folder, long size)
    {
        if (size <= 0)
            return;
        var (root, first) = (Path.Combine(folder, Folder), Math.Max(1, size - TilePath.FullWidth + 1));
        var older = new[] { first, size }
            .Select(end => Path.GetDirectoryName(PathOf(folder, end))!)
            .Distinct(StringComparer.Ordinal)
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .Select(file => SizeOf(root, file))
            .Where(found => found >= first && found <= size)
            .OrderDescending()
            .Skip(1);
        foreach (var superseded in older.ToArray())
            File.Delete(PathOf(folder, superseded!.Value));
    }

    private static long? SizeOf(string root, string file)
    {
        var name = Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
        return TilePath.TryParse("tile/0/" + name, out var path) && path.Value.IsFull ? path.Value.Index : null;
    }

    internal static string PathOf(string folder, long size) =>
        Path.Combine(folder, Folder, new TilePath(0, size).ToString()["tile/0/".Length..]);
}
