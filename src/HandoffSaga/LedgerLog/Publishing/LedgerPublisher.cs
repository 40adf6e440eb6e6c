using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Sequencing;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>
/// Signs and publishes the log's checkpoints. Before it signs anything it verifies that the last signed checkpoint it knows, kept outside
/// the database, is a prefix of the database's log.
/// </summary>
internal sealed partial class LedgerPublisher(
    StoredEntries entries,
    LedgerLogOptions options,
    PublishedCheckpoint published,
    ILogger<LedgerPublisher> logger
) : IDisposable
{
    internal const string WhatToDo =
        "Nothing is signed until a person intervenes: restore the newer database, or the key's files that belong to this one.";

    private const string WhatToDoWithOlderCopy =
        "Nothing is signed until a person intervenes: restore the newer database; if there is none, stop the service and run: handoff ledger resume --reason \"...\"";

    private readonly PublisherLock _alone = new(options.Folder);
    private readonly PublishedFilesCheck _files = new(options.Folder);
    private NoteSigningKey? _key;
    private TileFolder? _folder;
    private SignedCheckpoint? _shown;
    private SignedCheckpoint? _known;

    public NoteVerifierKey VerifierKey => _key!.VerifierKey;

    /// <summary>
    /// Opens the key and reads the known signed checkpoints. Call it before reading the database: replicas with the same key continue
    /// signing meanwhile.
    /// </summary>
    /// <param name="recorded">The verifier key the database was first used with, or null.</param>
    /// <exception cref="LedgerHaltedException">Signing could fork the log.</exception>
    public void OpenKey(string? recorded)
    {
        _key = Key(recorded);
        if (recorded is not null && recorded != VerifierKey.ToString())
        {
            throw new LedgerHaltedException(
                $"The database holds the log of another key than {options.KeyFile}: {recorded}. Give this replica the same key."
            );
        }

        _shown = Head(Checkpoint);
        _known = Newest(Head(options.CheckpointFile), _shown);
    }

    /// <summary>Verifies that the database continues what was signed.</summary>
    /// <param name="tree">The database's log.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LedgerHaltedException">Signing could fork the log.</exception>
    public async Task Open(MerkleFrontier tree, CancellationToken cancellationToken)
    {
        await Continues(_known, tree, cancellationToken);
        if (_shown is not null)
            published.Publish(_shown);
    }

    /// <summary>
    /// Writes tiles up to a checkpoint of the database, signs it and publishes it. When published files are missing, it first writes them
    /// again.
    /// </summary>
    /// <param name="tree">The tree to sign.</param>
    /// <param name="buffer">Entries that were just sequenced.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LedgerHaltedException">The database's entries do not match its own checkpoint.</exception>
    public async Task PublishUpTo(MerkleFrontier tree, SequencedEntryBuffer buffer, CancellationToken cancellationToken)
    {
        if (!_alone.Take())
        {
            Adopt();
            return;
        }

        if (published.Current is { } shown && _files.FirstMissing(shown.Checkpoint.Size) is { } missing)
            await Rebuild(shown, tree, missing, cancellationToken);
        if (published.Current?.Checkpoint.Size == tree.Size)
            return;
        _folder ??= await Folder(cancellationToken);
        try
        {
            await Publish(_folder, tree, buffer, cancellationToken);
        }
        catch
        {
            // Entries that failed to be written must not count as written: the next try reopens the folder at its checkpoint.
            _folder = null;
            throw;
        }
    }

    public void Dispose()
    {
        _key?.Dispose();
        _alone.Dispose();
    }

    private string Checkpoint => Path.Combine(options.Folder, TileReading.CheckpointResource);

    /// <summary>Another process publishes into this folder: its checkpoints count as this one's too.</summary>
    private void Adopt()
    {
        if (Head(Checkpoint) is { } shown && shown.Checkpoint.Size != published.Current?.Checkpoint.Size)
            published.Publish(shown);
    }

    private async Task<TileFolder> Folder(CancellationToken cancellationToken)
    {
        try
        {
            return await TileFolder.Open(options.Folder, Head(Checkpoint)?.Checkpoint.Size ?? 0, cancellationToken);
        }
        catch (MissingTileException)
        {
            // Tiles can be rebuilt from the database, which was verified.
            return await TileFolder.Open(options.Folder, 0, cancellationToken);
        }
    }

    private async Task Publish(TileFolder folder, MerkleFrontier tree, SequencedEntryBuffer buffer, CancellationToken cancellationToken)
    {
        var from = folder.Size;
        if (buffer.TryGet(from, tree.Size, out var group))
        {
            foreach (var sequenced in group)
                folder.Append(sequenced.Entry.Span, sequenced.LeafHash.Span);
        }
        else
        {
            await AppendStored(folder, tree.Size, cancellationToken);
        }

        if (folder.Size != tree.Size || !folder.Root().AsSpan().SequenceEqual(tree.Root()))
        {
            throw new LedgerHaltedException(
                $"The database's entries {from} to {tree.Size - 1} do not match its checkpoint: one was changed. {WhatToDo}"
            );
        }

        // Before anything is signed: if the database is lost after that, "handoff ledger resume" finds the entries here.
        folder.WritePartials();
        var head = SignedCheckpoint.Sign(new Ledger.Checkpoint(options.Origin, tree.Size, tree.Root()), _key!);
        SignedCheckpointFile.Write(options.CheckpointFile, head);
        folder.Publish(head);
        published.Publish(head);
    }

    private async Task AppendStored(TileFolder folder, long size, CancellationToken cancellationToken)
    {
        await foreach (var (index, entry) in entries.Entries(folder.Size, size, cancellationToken))
        {
            if (index != folder.Size)
                throw new LedgerHaltedException($"The database lacks the entry with index {folder.Size}. {WhatToDo}");
            folder.Append(entry);
        }
    }

    // Verified before anything is written: what is still published may be the evidence that the database was changed.
    private async Task Rebuild(SignedCheckpoint shown, MerkleFrontier tree, string missing, CancellationToken cancellationToken)
    {
        LogRebuilding(options.Folder, missing);
        _folder = null;
        await Continues(shown, tree, cancellationToken);
        var folder = await TileFolder.Open(options.Folder, 0, cancellationToken);
        await AppendStored(folder, shown.Checkpoint.Size, cancellationToken);
        folder.Publish(shown);
        _folder = folder;
        LogRebuilt(options.Folder, shown.Checkpoint.Size);
    }

    // A missing key is only created if nothing was signed yet.
    private NoteSigningKey Key(string? recorded)
    {
        if (NoteKeyFile.TryRead(options.KeyFile, options.Origin, NoteKeyType.Ed25519, out var read, out var problem))
            return read;
        if (problem is not null)
            throw new LedgerHaltedException(problem);
        if (recorded is not null || File.Exists(options.CheckpointFile) || File.Exists(Checkpoint))
        {
            throw new LedgerHaltedException(
                $"The ledger's key {options.KeyFile} is missing, though the log was signed before. Restore it, or give this replica the key of the others; a new key would start another log."
            );
        }

        try
        {
            return NoteKeyFile.Create(options.KeyFile, options.Origin, NoteKeyType.Ed25519);
        }
        catch (IOException) when (File.Exists(options.KeyFile))
        {
            // Another replica was faster.
            return Key(recorded);
        }
    }

    private SignedCheckpoint? Head(string file)
    {
        if (SignedCheckpointFile.TryRead(file, VerifierKey, out var head, out var problem) || problem is null)
            return head;
        throw new LedgerHaltedException($"{problem} {WhatToDoWithout(file)}");
    }

    private string WhatToDoWithout(string file) =>
        file == options.CheckpointFile
            ? $"Nothing is signed until a person intervenes: restore {file}; or, when only this file was lost and {Checkpoint} is whole, move it away and start the service again: the log continues after the checkpoint published there."
            : $"Nothing is signed until a person intervenes: restore {file}; or, when only this file was lost and {options.CheckpointFile} is whole, move it away and start the service again: it is published again.";

    private static SignedCheckpoint? Newest(SignedCheckpoint? one, SignedCheckpoint? other) =>
        one is null || (other is not null && other.Checkpoint.Size > one.Checkpoint.Size) ? other : one;

    // Recomputed from the entries themselves, not from the database's own checkpoints.
    private async Task Continues(SignedCheckpoint? known, MerkleFrontier tree, CancellationToken cancellationToken)
    {
        if (known is null)
            return;
        var size = known.Checkpoint.Size;
        if (tree.Size < size)
        {
            throw new LedgerHaltedException(
                $"A checkpoint of {size} entries was signed, but the database has {tree.Size}: it is an older copy. {WhatToDoWithOlderCopy}"
            );
        }

        var held = await entries.TreeOf(size, cancellationToken);
        if (held.Size != size || !held.Root().AsSpan().SequenceEqual(known.Checkpoint.Root.Span))
        {
            throw new LedgerHaltedException(
                $"The database's first {size} entries are not those of the signed checkpoint: they were changed, or are another log's. {WhatToDo}"
            );
        }
    }

    [LoggerMessage(
        804,
        LogLevel.Error,
        "The published ledger in {Folder} is incomplete, {Missing} is missing or cut off: it is written again from the database"
    )]
    private partial void LogRebuilding(string folder, string missing);

    [LoggerMessage(805, LogLevel.Warning, "The published ledger in {Folder} is complete again, up to its checkpoint of {Size} entries")]
    private partial void LogRebuilt(string folder, long size);
}
