using HandoffSaga.Ledger;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Sequencing;

/// <summary>An event without an index.</summary>
internal sealed record WaitingEvent(long Seq, Guid EventId, byte[] Entry);

/// <summary>What the database says of events, indexes and heads.</summary>
internal sealed class LoggedEvents(IDbContextFactory<HandoffDbContext> contexts)
{
    /// <summary>Events that have no index, in the order they were written, from after <paramref name="floor"/>.</summary>
    public async Task<List<WaitingEvent>> Waiting(long floor, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LedgerEntries
            .Where(entry => entry.Seq > floor && !context.LedgerIndex.Any(index => index.EventId == entry.EventId))
            .OrderBy(entry => entry.Seq)
            .Take(most)
            .Select(entry => new WaitingEvent(entry.Seq, entry.EventId, entry.Entry))
            .ToListAsync(cancellationToken);
    }

    public async Task<LedgerHeadRow?> Head(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LedgerHeads.AsNoTracking().OrderByDescending(head => head.Continues).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The first head of at least <paramref name="size"/> entries; the newest one where none has so many, null when there is none.</summary>
    public async Task<LedgerHeadRow?> HeadOver(long size, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LedgerHeads.AsNoTracking().Where(head => head.Continues < size).OrderByDescending(head => head.Continues).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The first index at or after <paramref name="size"/>; null when there is none.</summary>
    public async Task<long?> IndexFrom(long size, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LedgerIndex.Where(index => index.LogIndex >= size).MinAsync(index => (long?)index.LogIndex, cancellationToken);
    }

    /// <summary>The highest number an event has; 0 when there is none.</summary>
    public async Task<long> LastSeq(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LedgerEntries.MaxAsync(entry => (long?)entry.Seq, cancellationToken) ?? 0;
    }

    /// <summary>The tree of all events that have an index.</summary>
    /// <exception cref="InvalidDataException">The head does not fit itself.</exception>
    public async Task<MerkleFrontier> Tree(CancellationToken cancellationToken)
    {
        if (await Head(cancellationToken) is not { } head)
            return new MerkleFrontier();
        var tree = MerkleFrontier.FromBytes(head.Size, head.Subtrees);
        return tree.Root().AsSpan().SequenceEqual(head.Root)
            ? tree
            : throw new InvalidDataException($"The log's head of {head.Size} entries does not fit its own subtrees.");
    }

    /// <summary>The tree of the first <paramref name="size"/> events, computed from the events themselves; smaller where the database lacks one.</summary>
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
        long from, long to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.LedgerIndex
            .Where(index => index.LogIndex >= from && index.LogIndex < to)
            .Join(context.LedgerEntries, index => index.EventId, entry => entry.EventId, (index, entry) => new { index.LogIndex, entry.Entry })
            .OrderBy(row => row.LogIndex);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return (row.LogIndex, row.Entry);
    }
}
