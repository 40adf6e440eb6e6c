using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Sequencing;

namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>
/// Signs and publishes the log's heads. Before it signs anything it shows that the last head it knows to be signed, kept outside the
/// database, is the beginning of what the database holds.
/// </summary>
internal sealed class LedgerPublisher(StoredEntries events, LedgerLogOptions options, PublishedCheckpoint published) : IDisposable
{
    internal const string WhatToDo =
        "Nothing is signed until a person has looked: restore the newer database, or the key's files that belong to this one.";

    private const string WhatToDoWithOlderCopy =
        "Nothing is signed until a person has looked: restore the newer database; if there is none, stop the service and run: handoff ledger resume --reason \"...\"";

    private readonly PublisherLock _alone = new(options.Folder);
    private NoteSigningKey? _key;
    private TileFolder? _folder;
    private SignedCheckpoint? _shown;
    private SignedCheckpoint? _known;

    public NoteVerifierKey VerifierKey => _key!.VerifierKey;

    /// <summary>
    /// Opens the key, and reads the heads that are known to be signed. Comes before the database is read: replicas with the same key go on
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
        _known = Newest(Head(options.HeadFile), _shown);
    }

    /// <summary>Shows that the database continues what was signed.</summary>
    /// <param name="tree">What the database holds.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LedgerHaltedException">Signing could fork the log.</exception>
    public async Task Open(MerkleFrontier tree, CancellationToken cancellationToken)
    {
        await Continues(_known, tree, cancellationToken);
        if (_shown is not null)
            published.Publish(_shown);
    }

    /// <summary>Writes tiles up to a head of the database, signs it and publishes it.</summary>
    /// <param name="tree">The head.</param>
    /// <param name="fresh">Entries that were just sequenced.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LedgerHaltedException">The database's events do not lead to its own head.</exception>
    public async Task PublishUpTo(MerkleFrontier tree, SequencedEntryBuffer fresh, CancellationToken cancellationToken)
    {
        if (!_alone.Take())
        {
            Adopt();
            return;
        }

        if (published.Current?.Checkpoint.Size == tree.Size)
            return;
        _folder ??= await Folder(cancellationToken);
        try
        {
            await Publish(_folder, tree, fresh, cancellationToken);
        }
        catch
        {
            // What was not written must not count as written: the next try takes the folder up from its checkpoint.
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

    /// <summary>Another process publishes into this folder: its heads are this one's too.</summary>
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
            // Tiles are made of what the database holds, which was shown to fit: they can be made again.
            return await TileFolder.Open(options.Folder, 0, cancellationToken);
        }
    }

    private async Task Publish(TileFolder folder, MerkleFrontier tree, SequencedEntryBuffer fresh, CancellationToken cancellationToken)
    {
        var from = folder.Size;
        if (fresh.TryGet(from, tree.Size, out var entries))
        {
            foreach (var sequenced in entries)
                folder.Append(sequenced.Entry.Span, sequenced.LeafHash.Span);
        }
        else
        {
            await AppendStored(folder, tree, cancellationToken);
        }

        if (folder.Size != tree.Size || !folder.Root().AsSpan().SequenceEqual(tree.Root()))
        {
            throw new LedgerHaltedException(
                $"The database's events {from} to {tree.Size - 1} do not lead to its head: one was changed. {WhatToDo}"
            );
        }

        // Before anything is signed: were the database lost after that, "handoff ledger resume" finds the entries here.
        folder.WritePartials();
        var head = SignedCheckpoint.Sign(new Ledger.Checkpoint(options.Origin, tree.Size, tree.Root()), _key!);
        SignedHeadFile.Write(options.HeadFile, head);
        folder.Publish(head);
        published.Publish(head);
    }

    private async Task AppendStored(TileFolder folder, MerkleFrontier tree, CancellationToken cancellationToken)
    {
        await foreach (var (index, entry) in events.Entries(folder.Size, tree.Size, cancellationToken))
        {
            if (index != folder.Size)
                throw new LedgerHaltedException($"The database lacks the event with index {folder.Size}. {WhatToDo}");
            folder.Append(entry);
        }
    }

    // A missing key is only made where nothing was signed yet.
    private NoteSigningKey Key(string? recorded)
    {
        if (NoteKeyFile.TryRead(options.KeyFile, options.Origin, NoteKeyType.Ed25519, out var read, out var problem))
            return read;
        if (problem is not null)
            throw new LedgerHaltedException(problem);
        if (recorded is not null || File.Exists(options.HeadFile) || File.Exists(Checkpoint))
        {
            throw new LedgerHaltedException(
                $"The ledger's key {options.KeyFile} is missing, though the log was signed before. Restore it, or give this replica the key of the others; a new one would be another log."
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
        if (SignedHeadFile.TryRead(file, VerifierKey, out var head, out var problem) || problem is null)
            return head;
        throw new LedgerHaltedException($"{problem} {WhatToDo}");
    }

    private static SignedCheckpoint? Newest(SignedCheckpoint? one, SignedCheckpoint? other) =>
        one is null || (other is not null && other.Checkpoint.Size > one.Checkpoint.Size) ? other : one;

    // Recomputed from the events themselves, not from what the database says its heads were.
    private async Task Continues(SignedCheckpoint? known, MerkleFrontier tree, CancellationToken cancellationToken)
    {
        if (known is null)
            return;
        var size = known.Checkpoint.Size;
        if (tree.Size < size)
        {
            throw new LedgerHaltedException(
                $"A head of {size} entries was signed, but the database holds {tree.Size}: it is an older copy. {WhatToDoWithOlderCopy}"
            );
        }

        var held = await events.TreeOf(size, cancellationToken);
        if (held.Size != size || !held.Root().AsSpan().SequenceEqual(known.Checkpoint.Root.Span))
        {
            throw new LedgerHaltedException(
                $"The database's first {size} events are not those of the head that was signed: they were changed, or are another log's. {WhatToDo}"
            );
        }
    }
}
