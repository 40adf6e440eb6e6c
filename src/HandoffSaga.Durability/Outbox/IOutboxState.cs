namespace HandoffSaga.Durability;

/// <summary>How full the outbox is: for readiness, metrics and specs.</summary>
public interface IOutboxState
{
    /// <summary>Messages in flight in this process: on the in-memory bus not fully consumed, on a broker not yet confirmed.</summary>
    int InFlight { get; }

    /// <summary>
    /// Whether due messages are sent now: the bus has started, and its broker, if it has one, is connected and has all exchanges declared.
    /// </summary>
    bool IsSending { get; }

    /// <summary>Rows in the outbox: messages in flight, scheduled, kept, and waiting to be sent.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read until <paramref name="cancellationToken"/> ended the
    /// wait.</exception>
    ValueTask<long> CountRows(CancellationToken cancellationToken);
}

internal sealed class OutboxState(InFlightMessages inFlight, BusReadiness bus, IStore store) : IOutboxState
{
    public int InFlight => inFlight.Count;

    public bool IsSending => bus.IsReady;

    public ValueTask<long> CountRows(CancellationToken cancellationToken) => store.CountOutbox(cancellationToken);
}
