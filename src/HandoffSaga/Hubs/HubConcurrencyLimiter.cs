namespace HandoffSaga.Hubs;

/// <summary>The slots at one hub: at most so many deliveries at once, so that a hub that comes back is not flooded.</summary>
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
