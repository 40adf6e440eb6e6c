namespace HandoffSaga.Hubs;

/// <summary>Limits the simultaneous deliveries to one hub, so that a hub that is back after an outage is not flooded.</summary>
internal sealed class HubConcurrencyLimiter(int concurrency) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(concurrency, concurrency);

    /// <summary>Takes a slot if one is free now.</summary>
    public bool TryEnter() => _slots.Wait(0, CancellationToken.None);

    /// <summary>Waits for a slot.</summary>
    public Task Enter(CancellationToken cancellationToken) => _slots.WaitAsync(cancellationToken);

    public void Leave() => _slots.Release();

    public void Dispose() => _slots.Dispose();
}
