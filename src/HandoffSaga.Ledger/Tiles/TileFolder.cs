namespace HandoffSaga.Ledger;

/// <summary>
/// Publishes a log in a folder: full tiles and bundles, partial ones for each published size, the checkpoint last. Each file is synced and
/// renamed into place, so a reader, even after a crash at any point, finds a checkpoint and everything it covers. Partial files are deleted
/// once their full one exists, as tlog-tiles allows. Published checkpoints are kept under <c>checkpoints/</c>: all of the newest
/// <see cref="AllCheckpointsOf"/> entries, and the last of each 256 before them, which proves the others.
/// </summary>
/// <remarks>One writer at a time; after a crash it writes the same bytes again, since the order of entries was already fixed.</remarks>
public sealed class TileFolder
{
    /// <summary>The least number of newest entries whose checkpoints are all kept.</summary>
    public const int AllCheckpointsOf = 64 * TilePath.FullWidth;

    private readonly string _folder;
    private readonly TileEdge _edge;
    private readonly List<TilePath> _replaced = [];
    private readonly HashSet<string> _unsynced = new(StringComparer.Ordinal);
    private long _partialsOf = -1;

    private TileFolder(string folder, TileEdge edge) => (_folder, _edge) = (folder, edge);

    /// <summary>How many entries the folder has, published or not.</summary>
    public long Size => _edge.Tree.Size;

    /// <summary>The root over them.</summary>
    public byte[] Root() => _edge.Tree.Root();

    /// <summary>Opens a folder at the size of its checkpoint, 0 when there is none, to continue from there.</summary>
    /// <param name="folder">The folder; it is created if missing.</param>
    /// <param name="size">The size of the published checkpoint, whose signature the caller has verified.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MissingTileException">A tile the checkpoint covers is missing.</exception>
    public static async Task<TileFolder> Open(string folder, long size, CancellationToken cancellationToken) =>
        new(folder, await TileEdge.Load(new FolderTiles(folder), size, cancellationToken));

    /// <summary>Adds the next entry. Full tiles are written at once; readers see nothing new before <see cref="Publish"/>.</summary>
    public void Append(ReadOnlySpan<byte> entry) => Append(entry, LedgerHash.Leaf(entry));

    /// <summary>
    /// The same for an entry whose leaf hash is known already (<see cref="LedgerHash.Leaf(ReadOnlySpan{byte})"/>); with a wrong one the log
    /// cannot be verified.
    /// </summary>
    public void Append(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> leafHash) => _edge.Append(entry, leafHash, Write);

    /// <summary>
    /// Writes the partial tiles and bundle of this size. Call it before signing a checkpoint: then the entries of every signed checkpoint
    /// are in the folder, even when the process ends before it publishes the checkpoint.
    /// </summary>
    public void WritePartials()
    {
        if (_partialsOf == Size)
            return;
        _edge.Partials(Write);

        // Once for everything written since the last checkpoint, and before the next one is signed.
        foreach (var written in _unsynced)
            DurableFile.SyncFolder(written);
        _unsynced.Clear();
        _partialsOf = Size;
    }

    /// <summary>
    /// Writes the tiles the checkpoint covers, then the checkpoint. It must have this <see cref="Size"/> and <see cref="Root"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The checkpoint does not match the tiles.</exception>
    public void Publish(SignedCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (checkpoint.Checkpoint.Size != Size || !checkpoint.Checkpoint.Root.Span.SequenceEqual(Root()))
        {
            throw new ArgumentException(
                $"The checkpoint of {checkpoint.Checkpoint.Size} entries does not match the {Size} entries here.",
                nameof(checkpoint)
            );
        }

        WritePartials();
        var note = checkpoint.Note.ToBytes();
        DurableFile.Write(PublishedCheckpoints.PathOf(_folder, Size), note);
        DurableFile.Write(Path.Combine(_folder, TileReading.CheckpointResource), note);
        foreach (var full in _replaced)
        {
            RemovePartials(full);
            if (full.Level == 0)
                PublishedCheckpoints.KeepLast(_folder, ((full.Index + 1) * TilePath.FullWidth) - AllCheckpointsOf);
        }

        _replaced.Clear();
    }

    private void Write(TilePath path, ReadOnlySpan<byte> bytes)
    {
        _unsynced.Add(DurableFile.Place(Path.Combine(_folder, path.ToString()), bytes));
        if (path.IsFull)
            _replaced.Add(path);
    }

    private void RemovePartials(TilePath full)
    {
        var partials = Path.Combine(_folder, full + ".p");
        if (Directory.Exists(partials))
            Directory.Delete(partials, recursive: true);
    }
}
