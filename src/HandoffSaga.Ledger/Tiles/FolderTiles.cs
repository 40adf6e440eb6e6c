namespace HandoffSaga.Ledger;

/// <summary>A published log in a folder.</summary>
/// <param name="folder">The log's prefix.</param>
public sealed class FolderTiles(string folder) : ITileSource
{
    /// <inheritdoc/>
    public async ValueTask<byte[]?> Read(string resource, CancellationToken cancellationToken)
    {
        if (resource != TileReading.CheckpointResource && !TilePath.TryParse(resource, out _))
            throw new ArgumentException($"A log has no resource {resource}.", nameof(resource));
        try
        {
            return await File.ReadAllBytesAsync(Path.Combine(folder, resource), cancellationToken);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The partial tiles and bundles in the folder now.</summary>
    public IEnumerable<TilePath> Partials()
    {
        var root = Path.Combine(folder, "tile");
        if (!Directory.Exists(root))
            yield break;
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            if (
                TilePath.TryParse(Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), out var path)
                && !path.Value.IsFull
            )
            {
                yield return path.Value;
            }
        }
    }
}
