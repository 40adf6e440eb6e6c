namespace HandoffSaga.Durability;

/// <summary>Proves by a write that the store works: a database that turned read-only, or whose disk is full, still answers reads.</summary>
public interface IStoreHeartbeat
{
    /// <summary>
    /// Returns when the store has committed a write. It is a write of its own, unless another was committed within the last second; callers
    /// within a second share one.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It could not be committed; the message says why.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended the wait.</exception>
    Task Beat(CancellationToken cancellationToken);
}

internal sealed class StoreHeartbeat(RetryingStore store, StoreOutage outage, TimeProvider clock) : IStoreHeartbeat
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task? _last;
    private long _lastBegan;

    public Task Beat(CancellationToken cancellationToken)
    {
        if (outage.WroteWithin(Interval))
            return Task.CompletedTask;
        lock (_gate)
        {
            if (_last is null || (_last.IsCompleted && clock.GetElapsedTime(_lastBegan) >= Interval))
            {
                _lastBegan = clock.GetTimestamp();
                // Nobody's cancellation may end a beat that others share.
                _last = store.Ask(CancellationToken.None);
            }

            return _last.WaitAsync(cancellationToken);
        }
    }
}
