using HandoffSaga.Ledger;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>Reads entries, indexes and checkpoints from the database.</summary>
internal sealed class StoredEntries(IDbContextFactory<HandoffDbContext> contexts)
{
    // Reading all of a long log at once would sort on disk before the first row and delay vacuum throughout.
    private const int MostInScan = 100_000;
    private const int MostInRead = 4096;

    // When replicas write concurrently, each knows some of the entries: those in between are read along, to avoid many small queries.
    private const int MostRanges = 4;

    /// <summary>
    /// Entries that have no index, in the order they were written, after <paramref name="highWaterMark"/> up to <paramref name="last"/>.
    /// </summary>
    /// <param name="highWaterMark">Entries at or before it are skipped.</param>
    /// <param name="last">Entries after it are skipped.</param>
    /// <param name="most">The most entries to return.</param>
    /// <param name="known">Entries that need not be read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<List<UnsequencedEntry>> Waiting(
        long highWaterMark,
        long last,
        int most,
        PooledEntryBuffer known,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        for (var from = highWaterMark; from < last; from += MostInScan)
        {
            var waiting = Waiting(context, from, Math.Min(last, from + MostInScan)).Take(most);
            var found = known.Count == 0 ? await Read(waiting, cancellationToken) : await Read(context, waiting, known, cancellationToken);
            if (found.Count > 0)
                return found;
        }

        return [];
    }

    // Runs do not overlap, so only the last one that starts at or before an entry can cover it: one index step per entry.
    private static IQueryable<LedgerEntryRow> Waiting(HandoffDbContext context, long after, long to) =>
        context
            .LedgerEntries.Where(entry => entry.Seq > after && entry.Seq <= to)
            .Where(entry =>
                context
                    .LedgerIndex.Where(run => run.FirstSeq <= entry.Seq)
                    .OrderByDescending(run => run.FirstSeq)
                    .Select(run => run.FirstSeq + run.Entries)
                    .FirstOrDefault() <= entry.Seq
            )
            .OrderBy(entry => entry.Seq);

    private static async Task<List<UnsequencedEntry>> Read(IQueryable<LedgerEntryRow> waiting, CancellationToken cancellationToken) =>
        [
            .. (await waiting.Select(entry => new { entry.Seq, entry.Entry }).ToListAsync(cancellationToken)).Select(read =>
                UnsequencedEntry.Of(read.Seq, read.Entry)
            ),
        ];

    private static async Task<List<UnsequencedEntry>> Read(
        HandoffDbContext context,
        IQueryable<LedgerEntryRow> waiting,
        PooledEntryBuffer known,
        CancellationToken cancellationToken
    )
    {
        var ids = await waiting.Select(entry => new { entry.Seq, entry.EventId }).ToListAsync(cancellationToken);
        var unknown = ids.Where(waited => !known.Has(waited.EventId)).Select(waited => waited.Seq).ToArray();
        (long From, long To)[] ranges = [.. SequencedRun.Ranges(SequencedRun.Of(0, unknown))];
        if (ranges.Length > MostRanges)
            ranges = [(ranges[0].From, ranges[^1].To)];
        var read = await Numbered(context, ranges, cancellationToken);
        return [.. ids.Select(waited => known.Find(waited.Seq, waited.EventId) ?? UnsequencedEntry.Of(waited.Seq, read[waited.Seq]))];
    }

    public async Task<LedgerHeadRow?> NewestCheckpoint(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .LedgerHeads.AsNoTracking()
            .OrderByDescending(checkpoint => checkpoint.Continues)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// The first checkpoint of at least <paramref name="size"/> entries; the newest one if none has that many, null when there is none.
    /// </summary>
    public async Task<LedgerHeadRow?> CheckpointOver(long size, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .LedgerHeads.AsNoTracking()
            .Where(checkpoint => checkpoint.Continues < size)
            .OrderByDescending(checkpoint => checkpoint.Continues)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The first free index; 0 when none is used.</summary>
    public async Task<long> IndexEnd(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .LedgerIndex.OrderByDescending(run => run.LogIndex)
            .Select(run => run.LogIndex + run.Entries)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether the indexes end where the newest checkpoint does; read again if another replica moves both meanwhile.</summary>
    public async Task<bool> IndexesFitTheCheckpoint(CancellationToken cancellationToken)
    {
        while (true)
        {
            var size = (await NewestCheckpoint(cancellationToken))?.Size ?? 0;
            var end = await IndexEnd(cancellationToken);
            if (end == size || ((await NewestCheckpoint(cancellationToken))?.Size ?? 0) == size)
                return end == size;
        }
    }

    /// <summary>The highest number an entry has; 0 when there is none.</summary>
    public async Task<long> LastSeq(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LedgerEntries.MaxAsync(entry => (long?)entry.Seq, cancellationToken) ?? 0;
    }

    /// <summary>The tree of all entries that have an index.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is inconsistent.</exception>
    public async Task<MerkleFrontier> Tree(CancellationToken cancellationToken)
    {
        if (await NewestCheckpoint(cancellationToken) is not { } checkpoint)
            return new MerkleFrontier();
        var tree = MerkleFrontier.FromBytes(checkpoint.Size, checkpoint.Subtrees);
        return tree.Root().AsSpan().SequenceEqual(checkpoint.Root)
            ? tree
            : throw new InvalidDataException($"The log's checkpoint of {checkpoint.Size} entries does not match its own subtrees.");
    }

    /// <summary>
    /// The tree of the first <paramref name="size"/> entries, computed from the entries themselves; smaller where the database lacks one.
    /// </summary>
    public async Task<MerkleFrontier> TreeOf(long size, CancellationToken cancellationToken)
    {
        var tree = new MerkleFrontier();
        await foreach (var (index, entry) in Entries(0, size, cancellationToken))
        {
            if (index != tree.Size)
                break;
            tree.Append(LedgerHash.Leaf(entry));
        }

        return tree;
    }

    public async Task<LedgerIdentityRow?> Identity(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LedgerIdentity.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The entries from one index up to, not including, another; fewer where the database lacks some.</summary>
    public async IAsyncEnumerable<(long Index, byte[] Entry)> Entries(
        long from,
        long to,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        for (var begin = from; begin < to; begin += MostInRead)
        {
            var runs = await Runs(context, begin, Math.Min(to, begin + MostInRead), cancellationToken);
            if (runs.Count == 0)
                yield break;
            var entries = await Numbered(context, SequencedRun.Ranges(runs), cancellationToken);
            foreach (var run in runs)
            {
                for (var i = 0; i < run.Entries; i++)
                {
                    if (entries.TryGetValue(run.FirstSeq + i, out var entry))
                        yield return (run.LogIndex + i, entry);
                }
            }
        }
    }

    private static async Task<List<SequencedRun>> Runs(HandoffDbContext context, long first, long end, CancellationToken cancellationToken)
    {
        // From the run that contains the first one: otherwise each read would scan all runs from the beginning.
        var from =
            await context.LedgerIndex.Where(run => run.LogIndex <= first).MaxAsync(run => (long?)run.LogIndex, cancellationToken) ?? first;
        var rows = await context
            .LedgerIndex.AsNoTracking()
            .Where(run => run.LogIndex >= from && run.LogIndex < end)
            .OrderBy(run => run.LogIndex)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(run => new SequencedRun(run.LogIndex, run.FirstSeq, run.Entries).Within(first, end))
                .Where(run => run.Entries > 0),
        ];
    }

    private static async Task<Dictionary<long, byte[]>> Numbered(
        HandoffDbContext context,
        IEnumerable<(long From, long To)> ranges,
        CancellationToken cancellationToken
    )
    {
        var entries = new Dictionary<long, byte[]>();
        foreach (var (from, to) in ranges)
        {
            var read = await context
                .LedgerEntries.Where(entry => entry.Seq >= from && entry.Seq < to)
                .Select(entry => new { entry.Seq, entry.Entry })
                .ToListAsync(cancellationToken);
            foreach (var entry in read)
                entries.Add(entry.Seq, entry.Entry);
        }

        return entries;
    }
}
