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
