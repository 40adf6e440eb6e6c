using HandoffSaga.Identity;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.LedgerLog.Recovery;

/// <summary>
/// Resumes the log after the database was restored from an older copy: restores the missing entries from the published log, then records
/// that in its own entry. The log is not forked: it continues after the last signed checkpoint. This class signs nothing; the service does
/// at its next start.
/// </summary>
internal sealed class LedgerResume(
    IDbContextFactory<HandoffDbContext> contexts,
    StoredEntries entries,
    LedgerLogOptions options,
    NodeIdentity node,
    TimeProvider clock
)
{
    private const int Group = 500;

    /// <summary>Resumes the log in one transaction.</summary>
    /// <param name="reason">Why, for the ledger.</param>
    /// <param name="by">Who, for the ledger.</param>
    /// <param name="notes">Checkpoints from other sources: other replicas, a witness. The log continues after the newest of all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="LedgerHaltedException">It would fork the log, or the published log does not have the missing entries; the message
    /// says what to do.</exception>
    public async Task<Resumed> Resume(string reason, string by, IReadOnlyList<byte[]> notes, CancellationToken cancellationToken)
    {
        var key = VerifierKey();
        if (await entries.Identity(cancellationToken) is { } recorded && recorded.VerifierKey != key.ToString())
            throw new LedgerHaltedException($"The database holds the log of another key than {options.KeyFile}: {recorded.VerifierKey}.");
        var known = LastSigned(key, notes);
        var tree = await Held(cancellationToken);
        if (known is null || tree.Size >= known.Checkpoint.Size)
            return await NothingToDo(known, cancellationToken);

        var signed = known.Checkpoint;
        var tiles = new FolderTiles(options.Folder);
        await ShouldLeadTo(signed, tree, tiles, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var imported = await Import(context, tiles, tree.Clone(), signed.Size, cancellationToken);
        await Say(context, imported, tree.Size, signed, reason, by, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Resumed(tree.Size, signed.Size);
    }

    private NoteVerifierKey VerifierKey()
    {
        if (!NoteKeyFile.TryRead(options.KeyFile, options.Origin, NoteKeyType.Ed25519, out var key, out var problem))
            throw new LedgerHaltedException(problem ?? $"The ledger's key {options.KeyFile} is missing. Restore it first.");
        using (key)
            return key.VerifierKey;
    }

    // The newest checkpoint from any source outside the database.
    private SignedCheckpoint? LastSigned(NoteVerifierKey key, IReadOnlyList<byte[]> notes)
    {
        if (!SignedCheckpointFile.TryRead(options.CheckpointFile, key, out var newest, out var problem) && problem is not null)
            throw new LedgerHaltedException(problem);
        foreach (var (size, note) in PublishedCheckpoints.In(options.Folder))
        {
            if (size > (newest?.Checkpoint.Size ?? 0) && SignedCheckpoint.TryOpen(note, key, [], out var published, out _))
                newest = published;
        }

        foreach (var note in notes)
        {
            if (!SignedCheckpoint.TryOpen(note, key, [], out var kept, out problem))
                throw new LedgerHaltedException($"A given checkpoint is not of this ledger: {problem}");
            if (kept.Checkpoint.Size > (newest?.Checkpoint.Size ?? 0))
                newest = kept;
        }

        return newest;
    }

    private async Task<MerkleFrontier> Held(CancellationToken cancellationToken)
    {
        try
        {
            return await entries.Tree(cancellationToken);
        }
        catch (Exception spoiled) when (spoiled is InvalidDataException or FormatException)
        {
            throw new LedgerHaltedException(spoiled.Message);
        }
    }

    private async Task<Resumed> NothingToDo(SignedCheckpoint? known, CancellationToken cancellationToken)
    {
        var size = known?.Checkpoint.Size ?? 0;
        if (known is not null && !(await entries.TreeOf(size, cancellationToken)).Root().AsSpan().SequenceEqual(known.Checkpoint.Root.Span))
        {
            throw new LedgerHaltedException(
                $"The database's first {size} entries are not those of the signed checkpoint. Resuming does not repair that. {LedgerPublisher.WhatToDo}"
            );
        }

        return new Resumed(size, size);
    }

    // Everything is verified before anything is written: that the published entries are those that were signed, and that the database's
    // entries are a prefix of them.
    private async Task ShouldLeadTo(Checkpoint signed, MerkleFrontier held, ITileSource tiles, CancellationToken cancellationToken)
    {
        if (!(await entries.TreeOf(held.Size, cancellationToken)).Root().AsSpan().SequenceEqual(held.Root()))
        {
            throw new LedgerHaltedException(
                $"The database's {held.Size} entries do not match its own checkpoint: one was changed. {LedgerPublisher.WhatToDo}"
            );
        }

        var published = new MerkleFrontier();
        try
        {
            await foreach (var entry in LoggedEntries.Read(tiles, signed.Size, cancellationToken))
            {
                Continues(published, held);
                published.Append(LedgerHash.Leaf(entry.Span));
            }
        }
        catch (MissingTileException missing)
        {
            throw new LedgerHaltedException(
                $"A checkpoint of {signed.Size} entries was signed, but {options.Folder} does not have them all: {missing.Message} Restore the newest copy of that folder you have."
            );
        }

        if (!published.Root().AsSpan().SequenceEqual(signed.Root.Span))
        {
            throw new LedgerHaltedException(
                $"The {signed.Size} entries in {options.Folder} are not those of the signed checkpoint. Restore the newest good copy of that folder."
            );
        }
    }

    private void Continues(MerkleFrontier published, MerkleFrontier held)
    {
        if (published.Size == held.Size && !published.Root().AsSpan().SequenceEqual(held.Root()))
        {
            throw new LedgerHaltedException(
                $"The database's {held.Size} entries are not the beginning of those in {options.Folder}: it is another log's. {LedgerPublisher.WhatToDo}"
            );
        }
    }

    private async Task<MerkleFrontier> Import(
        HandoffDbContext context,
        ITileSource tiles,
        MerkleFrontier tree,
        long size,
        CancellationToken cancellationToken
    )
    {
        var group = new List<byte[]>(Group);
        var index = 0L;
        await foreach (var entry in LoggedEntries.Read(tiles, size, cancellationToken))
        {
            if (index++ < tree.Size)
                continue;
            group.Add(entry.ToArray());
            if (group.Count < Group && index < size)
                continue;
            await Import(context, tree, group, cancellationToken);
            group.Clear();
        }

        return tree;
    }

    private async Task Import(HandoffDbContext context, MerkleFrontier tree, List<byte[]> group, CancellationToken cancellationToken)
    {
        var from = tree.Size;
        var logged = group.ConvertAll(bytes => LedgerEntry.Parse(bytes));
        var ids = logged.ConvertAll(entry => entry.EventId);
        var held = await context
            .LedgerEntries.AsNoTracking()
            .Where(row => ids.Contains(row.EventId))
            .ToDictionaryAsync(row => row.EventId, cancellationToken);
        var rows = new List<LedgerEntryRow>(group.Count);
        for (var i = 0; i < group.Count; i++)
        {
            // An entry that had no index yet when the copy was made already exists.
            if (!held.TryGetValue(ids[i], out var own))
            {
                context.Add(own = Row(logged[i], group[i]));
            }
            else if (!own.Entry.AsSpan().SequenceEqual(group[i]))
            {
                throw new LedgerHaltedException(
                    $"The entry of event {ids[i]} in the database is not the one that was published as entry {from + i}. {LedgerPublisher.WhatToDo}"
                );
            }

            rows.Add(own);
        }

        await Place(context, tree, rows, cancellationToken);
    }

    private async Task Say(
        HandoffDbContext context,
        MerkleFrontier tree,
        long held,
        Checkpoint signed,
        string reason,
        string by,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var entry = AuditTrail.Append(
            0,
            null,
            new LedgerEntry
            {
                EventId = Guid.CreateVersion7(now),
                Action = Resumption.Action,
                Target = options.Origin,
                Details = reason,
                UserId = by,
                SmartId = node.SmartId,
                Domain = node.Domain,
                Metadata = Resumption.Metadata(held, signed),
                Trail = "transfer",
                OccurredAt = now,
                RecordedAt = now,
            }
        );
        var row = Row(entry.Entry, entry.Utf8);
        context.Add(row);
        await Place(context, tree, [row], cancellationToken);
    }

    // The store numbers the entries when they are written; only then are their places known.
    private async Task Place(HandoffDbContext context, MerkleFrontier tree, List<LedgerEntryRow> rows, CancellationToken cancellationToken)
    {
        await context.SaveChangesAsync(cancellationToken);
        var from = tree.Size;
        foreach (var run in SequencedRun.Of(from, rows.Select(row => row.Seq)))
        {
            // One after the other: each must continue the previous one when the store checks it.
            context.Add(
                new LedgerIndexRow
                {
                    LogIndex = run.LogIndex,
                    FirstSeq = run.FirstSeq,
                    Entries = run.Entries,
                }
            );
            await context.SaveChangesAsync(cancellationToken);
        }

        foreach (var row in rows)
            tree.Append(LedgerHash.Leaf(row.Entry));
        context.Add(HeadRow(from, tree));
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    // Not part of a transfer's trail: the restored saga continues its trails from its own state, and may assign the same numbers again.
    private static LedgerEntryRow Row(LedgerEntry entry, byte[] utf8) =>
        new()
        {
            EventId = entry.EventId,
            PackageId = entry.PackageId,
            Trail = entry.Trail,
            TrailSeq = entry.TrailSeq,
            Action = entry.Action,
            Entry = utf8,
            LeafHash = LedgerHash.Leaf(utf8),
            RecordedAt = entry.RecordedAt,
        };

    private LedgerHeadRow HeadRow(long from, MerkleFrontier tree) =>
        new()
        {
            Continues = from,
            Size = tree.Size,
            Root = tree.Root(),
            Subtrees = tree.ToBytes(),
            SequencedAt = clock.GetUtcNow(),
        };
}

/// <summary>The result of resuming.</summary>
/// <param name="Held">How many entries the database held.</param>
/// <param name="Signed">How many signed entries it has now; the same as before when there was nothing to do.</param>
internal sealed record Resumed(long Held, long Signed);
