using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Storage;

namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>
/// Gives entries their log index, in groups: one transaction writes the indexes and the checkpoint that continues the previous one. Replicas
/// need no clock and no lease: only one can continue a checkpoint, the others read it and continue from there.
/// </summary>
internal sealed class Sequencer(
    StoredEntries entries,
    CommittedEntryBuffer committed,
    IUnitsOfWork units,
    LedgerLogOptions options,
    TimeProvider clock
)
{
    private const int PollsBetweenFullScans = 10_000;
    private const int MostBufferedEntries = 20_000;

    private readonly SequenceGaps _gaps = new();
    private readonly SteadyClock _steady = new(clock);
    private PooledEntryBuffer _own = committed.Take();
    private long _highest;
    private int _polls;

    /// <summary>
    /// The high-water mark: no entry up to this number waits for an index. Polls start after it, so their cost does not grow with the log.
    /// </summary>
    public long HighWaterMark => _gaps.First - 1 ?? _highest;

    /// <summary>The tree of all entries that have an index.</summary>
    public MerkleFrontier Tree { get; private set; } = new();

    /// <summary>The entries sequenced by this process in this round.</summary>
    public SequencedEntryBuffer Buffer { get; } = new(MostBufferedEntries);

    /// <summary>Loads the log's state from the database.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is inconsistent.</exception>
    public async Task Load(CancellationToken cancellationToken)
    {
        FromTheBeginning();
        Tree = await entries.Tree(cancellationToken);
    }

    /// <summary>Starts a round of groups. Entries the last round left unpublished are read again.</summary>
    public void Begin()
    {
        // Its entries are in the buffer that is reused from here on.
        Buffer.Clear();
        _own = committed.Take();
    }

    /// <summary>Gives the next group its indexes; true when there may be more: the group was full, or another replica was faster.</summary>
    public async Task<bool> Next(CancellationToken cancellationToken)
    {
        if (++_polls % PollsBetweenFullScans == 0)
            FromTheBeginning();
        _gaps.GiveUp(_steady.Now);
        if (await IndexDueGap(cancellationToken))
            return true;
        var last = await entries.LastSeq(cancellationToken);
        var waiting = await entries.Waiting(HighWaterMark, last, options.MostInGroup, _own, cancellationToken);
        if (_highest == 0)
            BeginAt(waiting.Count == 0 ? last : waiting[0].Seq - 1);
        if (waiting.Count == 0)
        {
            await Follow(cancellationToken);
            return false;
        }

        return !await Index(waiting, cancellationToken) || waiting.Count == options.MostInGroup;
    }

    // Entries of a transaction that took longer than its gap was polled.
    private async Task<bool> IndexDueGap(CancellationToken cancellationToken)
    {
        if (_gaps.DueGap(_steady.Now) is not { } gap)
            return false;
        var found = await entries.Waiting(gap.From - 1, gap.To, options.MostInGroup, _own, cancellationToken);
        var isDone = (found.Count == 0 || await Index(found, cancellationToken)) && found.Count < options.MostInGroup;
        if (isDone)
            _gaps.Polled(_steady.Now);
        return found.Count > 0;
    }

    // False when another replica was faster.
    private async Task<bool> Index(List<UnsequencedEntry> waiting, CancellationToken cancellationToken)
    {
        var tree = Tree.Clone();
        foreach (var waited in waiting)
            tree.Append(waited.LeafHash.Span);
        try
        {
            await units.Run(unit => Write(unit, waiting, tree), cancellationToken);
        }
        catch (UnitOfWorkConflictException)
        {
            await AfterConflict(cancellationToken);
            return false;
        }
        catch (Exception failure) when (failure is not (StoreUnavailableException or OperationCanceledException))
        {
            // The store itself rejects an index that does not continue the others.
            if (!await entries.IndexesFitTheCheckpoint(cancellationToken))
            {
                throw new LedgerHaltedException(
                    $"The database's indexes do not end where its checkpoint of {Tree.Size} entries does: one was removed or changed by hand. {LedgerPublisher.WhatToDo}"
                );
            }

            throw;
        }

        Buffer.Add(Tree.Size, waiting);
        Tree = tree;
        Raise(waiting);
        return true;
    }

    // If another replica was faster, there is its checkpoint; an index that no checkpoint covers was inserted by something else.
    private async Task AfterConflict(CancellationToken cancellationToken)
    {
        var before = Tree.Size;
        Tree = await entries.Tree(cancellationToken);
        if (Tree.Size == before && await entries.IndexEnd(cancellationToken) is var end && end > before)
        {
            throw new LedgerHaltedException(
                $"The database has an entry with index {end - 1}, but its checkpoint covers {before}: it was inserted by hand. {LedgerPublisher.WhatToDo}"
            );
        }
    }

    // A replica that never wins publishes what the others have sequenced.
    private async Task Follow(CancellationToken cancellationToken)
    {
        if (await entries.NewestCheckpoint(cancellationToken) is not { } checkpoint || checkpoint.Size == Tree.Size)
            return;
        Tree = await entries.Tree(cancellationToken);
        RaiseTo(await entries.LastSeq(cancellationToken));
    }

    private Task Write(IUnitOfWorkSession unit, List<UnsequencedEntry> waiting, MerkleFrontier tree)
    {
        foreach (var run in SequencedRun.Of(Tree.Size, waiting.Select(taken => taken.Seq)))
            unit.Add(Tables.LedgerIndex.Row(run.LogIndex, run.FirstSeq, run.Entries));
        unit.Add(Tables.LedgerHeads.Row(Tree.Size, tree.Size, tree.Root(), tree.ToBytes(), clock.GetUtcNow()));
        return Task.CompletedTask;
    }

    private void Raise(List<UnsequencedEntry> sequenced)
    {
        foreach (var taken in sequenced)
            RaiseTo(taken.Seq);
    }

    // The whole table was read up to here; only entries being written at that time may have been missed.
    private void BeginAt(long seq)
    {
        _highest = Math.Max(0, seq - options.MostInGroup);
        RaiseTo(seq);
    }

    // The numbers in between were sequenced by others, rolled back, or are still uncommitted.
    private void RaiseTo(long seq)
    {
        if (seq <= _highest)
            return;
        if (seq != _highest + 1)
            _gaps.Add(_highest + 1, seq - 1, _steady.Now);
        _highest = seq;
    }

    private void FromTheBeginning()
    {
        _gaps.GiveUpAll(_steady.Now);
        _highest = 0;
    }
}
