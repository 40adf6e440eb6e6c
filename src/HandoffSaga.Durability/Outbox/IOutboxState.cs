namespace HandoffSaga.Durability;

/// <summary>How full the outbox is: for readiness, metrics and specs.</summary>
public interface IOutboxState
{
    /// <summary>
    /// Messages on their way in this process now: on the in-memory bus not yet consumed to the end, on a broker not yet confirmed.
    /// </summary>
    int Held { get; }

    /// <summary>
    /// Whether what is due leaves now: the bus has started, and its broker, if it has one, is there and has everything that is published
    /// to.
    /// </summary>
    bool IsSending { get; }

    /// <summary>Rows in the outbox: what is held, scheduled, kept, and waiting to be sent.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read until <paramref name="cancellationToken"/> ended the
    /// wait.</exception>
    ValueTask<long> CountRows(CancellationToken cancellationToken);
}

internal sealed class OutboxState(InFlightMessages held, BusReadiness bus, IStore store) : IOutboxState
{
    public int Held => held.Count;

    public bool IsSending => bus.IsReady;

    public ValueTask<long> CountRows(CancellationToken cancellationToken) => store.CountOutbox(cancellationToken);
}
