using HandoffSaga.Status.Views;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Status;

/// <summary>Queries about transfers, directly on the store. Null means that there is no such record; a read error throws.</summary>
internal sealed partial class TransferQueries(IDbContextFactory<HandoffDbContext> stores)
{
    private static readonly TransferTable Table = new();

    /// <summary>One transfer, or null.</summary>
    public async Task<TransferView?> Find(string packageId, CancellationToken cancellationToken)
    {
        await using var store = await Open(cancellationToken);
        var found = await Stored(store.Transfers.Where(row => row.PackageId == packageId).ObservedFromOutside(store))
            .SingleOrDefaultAsync(cancellationToken);
        return found?.View();
    }

    /// <summary>A page of transfers, newest first.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="cursor">The end of the previous page; null for the first.</param>
    /// <param name="limit">The maximum number of transfers, 1 to 500.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<TransferPage> List(TransferFilter filter, TransferCursor? cursor, int limit, CancellationToken cancellationToken)
    {
        await using var store = await Open(cancellationToken);
        var rows = store.Transfers.Matching(filter);
        var total = filter.NeedsAttempts()
            ? await rows.ObservedFromOutside(store).Matching(filter).LongCountAsync(cancellationToken)
            : await rows.LongCountAsync(cancellationToken);
        var page = await Stored(
                (cursor is null ? rows : rows.After(cursor))
                    .ObservedFromOutside(store)
                    .Matching(filter)
                    .OrderByDescending(seen => seen.Row.ReceivedAt)
                    .ThenByDescending(seen => seen.Row.CorrelationId)
                    .Take(limit + 1)
            )
            .ToListAsync(cancellationToken);
        var next = page.Count > limit ? new TransferCursor(page[limit - 1].ReceivedAt, page[limit - 1].CorrelationId).ToString() : null;
        return new TransferPage([.. page.Take(limit).Select(transfer => transfer.View())], next, total);
    }

    private static IQueryable<StoredTransfer> Stored(IQueryable<ObservedTransfer> transfers) =>
        transfers.Select(seen => new StoredTransfer(
            seen.Row.CorrelationId,
            seen.Row.ReceivedAt,
            seen.Row.Body,
            seen.VaultStatus,
            seen.NextNodeStatus
        ));

    private static async Task<Guid?> CorrelationOf(HandoffDbContext store, string packageId, CancellationToken cancellationToken) =>
        await store
            .Transfers.Where(row => row.PackageId == packageId)
            .Select(row => (Guid?)row.CorrelationId)
            .SingleOrDefaultAsync(cancellationToken);

    private async Task<HandoffDbContext> Open(CancellationToken cancellationToken)
    {
        var store = await stores.CreateDbContextAsync(cancellationToken);
        store.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return store;
    }

    private sealed record StoredTransfer(
        Guid CorrelationId,
        DateTimeOffset ReceivedAt,
        byte[] Body,
        string VaultStatus,
        string NextNodeStatus
    )
    {
        public TransferView View() => TransferView.Of(Table.Deserialize(Body), VaultStatus, NextNodeStatus);
    }
}
