using HandoffSaga.Legs;
using HandoffSaga.Status.Views;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Status;

/// <content>The records of one transfer.</content>
internal sealed partial class TransferQueries
{
    /// <summary>Every attempt of both legs in the order they were taken, or null when there is no such transfer.</summary>
    public async Task<ItemList<AttemptView>?> Attempts(string packageId, CancellationToken cancellationToken)
    {
        await using var store = await Open(cancellationToken);
        if (await CorrelationOf(store, packageId, cancellationToken) is not { } correlationId)
            return null;
        return new(
            await store
                .Attempts.Where(row => row.CorrelationId == correlationId)
                .OrderBy(row => row.TakenAt ?? row.StartedAt ?? row.EndedAt)
                .ThenBy(row => row.Attempt)
                .ThenByDescending(row => row.Leg)
                .Select(row => new AttemptView
                {
                    Leg = row.Leg,
                    Attempt = (int)row.Attempt,
                    StartedAt = row.StartedAt,
                    EndedAt = row.EndedAt,
                    Outcome = row.Outcome,
                    Cause = row.Cause,
                    StatusCode = (int?)row.StatusCode,
                    Error = row.Error,

                    // An older version without error codes may have rewritten the row.
                    ErrorCode = row.Error == null ? null : row.ErrorCode,
                    ResponseExcerpt = row.ResponseExcerpt,
                    ResponseSha256 = row.ResponseSha256,
                    LedgerHeadSeen = LedgerHeadSeenView.Of(row.LedgerHeadSeen),
                    LateReceipt = LateReceiptView.Of(row.LateReceipt),
                    PayloadSha256 = row.PayloadSha256,
                    IdempotencyKey = row.IdempotencyKey,
                })
                .ToListAsync(cancellationToken)
        );
    }

    /// <summary>
    /// The transfer's ledger entries in the order they were written, or null when there is no such transfer. Rejected signoffs with the
    /// same package id never belonged to the transfer; <see cref="Rejected"/> finds them.
    /// </summary>
    public async Task<ItemList<LedgerEntryView>?> Audit(string packageId, CancellationToken cancellationToken)
    {
        await using var store = await Open(cancellationToken);
        if (await CorrelationOf(store, packageId, cancellationToken) is not { } correlationId)
            return null;
        return new(
            await EntriesOf(store, packageId, correlationId).Select(row => new LedgerEntryView(row.Entry)).ToListAsync(cancellationToken)
        );
    }

    // The index is by package id; the transfer's key excludes entries without a transfer.
    internal static IQueryable<LedgerEntryRow> EntriesOf(HandoffDbContext store, string packageId, Guid correlationId) =>
        store.LedgerEntries.Where(row => row.PackageId == packageId && row.CorrelationId == correlationId).OrderBy(row => row.Seq);

    /// <summary>The signoff in canonical form, as Guardian signed it and its signature with it, or null.</summary>
    public async Task<byte[]?> Signoff(string packageId, CancellationToken cancellationToken) =>
        await Package(packageId, Destination.VaultHub, cancellationToken) is { } package ? SignoffIn.VaultPackage(package) : null;

    /// <summary>The exact body that a leg sends; null when there is none.</summary>
    public async Task<byte[]?> Package(string packageId, Destination leg, CancellationToken cancellationToken)
    {
        await using var store = await Open(cancellationToken);
        var name = leg.WireName();
        return await (
            from transfer in store.Transfers
            join package in store.Packages on transfer.CorrelationId equals package.CorrelationId
            where transfer.PackageId == packageId && package.Leg == name
            select package.Payload
        ).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The newest rejected signoffs, all or those with <paramref name="packageId"/>.</summary>
    public async Task<ItemList<RejectedView>> Rejected(string? packageId, int limit, CancellationToken cancellationToken)
    {
        await using var store = await Open(cancellationToken);
        var rejected = packageId is null ? store.Rejected : store.Rejected.Where(row => row.PackageId == packageId);
        var rows = await rejected
            .OrderByDescending(row => row.ReceivedAt)
            .ThenByDescending(row => row.RejectionId)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return new([.. rows.Select(RejectedView.Of)]);
    }
}
