using HandoffSaga.Legs;
using HandoffSaga.Status.Views;

namespace HandoffSaga.Status;

/// <summary>What can be asked about transfers. Null means there is no such thing, never that it could not be read: that throws.</summary>
internal interface ITransferQueries
{
    /// <summary>One transfer, or null.</summary>
    Task<TransferView?> Find(string packageId, CancellationToken cancellationToken);

    /// <summary>A page of transfers, newest first.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    /// <param name="limit">How many at most, 1 to 500.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<TransferPage> List(TransferFilter filter, TransferCursor? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Every attempt of both legs in the order they were taken, or null when there is no such transfer.</summary>
    Task<ItemList<AttemptView>?> Attempts(string packageId, CancellationToken cancellationToken);

    /// <summary>
    /// The transfer's ledger entries in the order they were written, or null when there is no such transfer. What was refused under the same
    /// package id never belonged to the transfer and is found by <see cref="Rejected"/>.
    /// </summary>
    Task<ItemList<LedgerEntryView>?> Audit(string packageId, CancellationToken cancellationToken);

    /// <summary>The signoff in canonical form, as Guardian signed it and its signature with it, or null.</summary>
    Task<byte[]?> Signoff(string packageId, CancellationToken cancellationToken);

    /// <summary>A leg's body exactly as it is sent, or null when there is none.</summary>
    Task<byte[]?> Package(string packageId, Destination leg, CancellationToken cancellationToken);

    /// <summary>The newest refused signoffs, all or those that named <paramref name="packageId"/>.</summary>
    Task<ItemList<RejectedView>> Rejected(string? packageId, int limit, CancellationToken cancellationToken);

    /// <summary>How it stands toward each hub.</summary>
    Task<HubsView> Hubs(CancellationToken cancellationToken);
}
