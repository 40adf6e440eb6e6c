namespace HandoffSaga.Ledger;

/// <summary>
/// Publishes a log in a folder: full tiles and bundles, partial ones for each published size, the checkpoint last. Each file is synced and
/// renamed into place, so whoever reads meanwhile, or after a crash at any point, finds a checkpoint and everything it promises. Partial
/// files go once their full one is there, as tlog-tiles allows. The checkpoints that were published are kept under <c>checkpoints/</c>: all
/// of the newest <see cref="AllCheckpointsOf"/> entries, and of each 256 before them the last one, which the others are proved by.
/// </summary>
/// <remarks>One writer at a time; it writes the same bytes again after a crash, since the order of entries is decided before.</remarks>
public sealed class TileFolder
{
    /// <summary>Of how many of the newest entries all checkpoints are kept, at least.</summary>
    public const int AllCheckpointsOf = 64 * TilePath.FullWidth;

    private readonly string _folder;
    private readonly TileEdge _edge;
    private readonly List<TilePath> _replaced = [];
    private readonly HashSet<string> _unsynced = new(StringComparer.Ordinal);
    private long _partialsOf = -1;

    private TileFolder(string folder, TileEdge edge) => (_folder, _edge) = (folder, edge);

    /// <summary>How many entries the folder holds, published or not.</summary>
    public long Size => _edge.Tree.Size;

    /// <summary>The root over them.</summary>
    public byte[] Root() => _edge.Tree.Root();

    /// <summary>
    /// Opens a folder at the size of its checkpoint, 0 when there is none, so that entries go on from there.
    /// </summary>
    /// <param name="folder">Where; it is made when it is not there.</param>
    /// <param name="size">The size of the published checkpoint, whose signature the caller has verified.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="MissingTileException">A tile the checkpoint promises is not there.</exception>
    public static async Task<TileFolder> Open(string folder, long size, CancellationToken cancellationToken) =>
        new(folder, await TileEdge.Load(new FolderTiles(folder), size, cancellationToken));

    /// <summary>Adds the next entry. What it fills is written at once; nothing shows before <see cref="Publish"/>.</summary>
    public void Append(ReadOnlySpan<byte> entry) => Append(entry, LedgerHash.Leaf(entry));

    /// <summary>
    /// The same for an entry whose leaf hash is known already (<see cref="LedgerHash.Leaf(ReadOnlySpan{byte})"/>); with a wrong one the log
    /// cannot be verified.
    /// </summary>
    public void Append(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> leafHash) => _edge.Append(entry, leafHash, Write);

    /// <summary>
    /// Writes the partial tiles and bundle of this size. Whoever signs a head does this first: then the entries of every head that was ever
    /// signed are in the folder, also when the process ends before it publishes the head.
    /// </summary>
    public void WritePartials()
    {
        if (_partialsOf == Size)
            return;
        _edge.Partials(Write);

        // Once for all that was written since the last head, and before anybody signs one over it.
        foreach (var written in _unsynced)
            DurableFile.SyncFolder(written);
        _unsynced.Clear();
        _partialsOf = Size;
    }

    /// <summary>
    /// Writes what the checkpoint promises, then the checkpoint. It must be that of <see cref="Size"/> and <see cref="Root"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The checkpoint says something else than the tiles.</exception>
    public void Publish(SignedCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (checkpoint.Checkpoint.Size != Size || !checkpoint.Checkpoint.Root.Span.SequenceEqual(Root()))
        {
            throw new ArgumentException(
                $"The checkpoint of {checkpoint.Checkpoint.Size} entries is not that of the {Size} entries here.",
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
