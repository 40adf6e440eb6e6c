namespace HandoffSaga.Ledger;

/// <summary>
/// The checkpoints that were published from a folder, one file for each size, named like tiles: <c>checkpoints/x001/x234/067</c>. Not part of
/// tlog-tiles: kept so that they can be shown to continue one another.
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
                var name = Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
                if (TilePath.TryParse("tile/0/" + name, out var path) && path.Value.IsFull)
                    sizes.Add(path.Value.Index);
            }
        }

        sizes.Sort();
        foreach (var size in sizes)
            yield return (size, File.ReadAllBytes(PathOf(folder, size)));
    }

    /// <summary>Puts a published checkpoint in its place again, with more signatures under it; also as the current one, when it still is.</summary>
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

    /// <summary>Of the 256 sizes up to <paramref name="size"/> keeps the last checkpoint.</summary>
    internal static void KeepLast(string folder, long size)
    {
        var found = false;
        for (var older = size; older > 0 && older > size - TilePath.FullWidth; older--)
        {
            var file = PathOf(folder, older);
            if (!File.Exists(file))
                continue;
            if (found)
                File.Delete(file);
            found = true;
        }
    }

    internal static string PathOf(string folder, long size) =>
        Path.Combine(folder, Folder, new TilePath(0, size).ToString()["tile/0/".Length..]);
}
