namespace HandoffSaga.Durability;

/// <summary>
/// One event at a time for each key. It makes version conflicts rare; the version guard in the commit makes them harmless.
/// </summary>
internal sealed class KeyedLock
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Turnstile> _turnstiles = [];

    public async ValueTask<Turn> Enter(Guid key, CancellationToken cancellationToken)
    {
        Turnstile turnstile;
        lock (_gate)
        {
            if (!_turnstiles.TryGetValue(key, out turnstile!))
                _turnstiles.Add(key, turnstile = new Turnstile());
            turnstile.Users++;
        }

        try
        {
            await turnstile.Free.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(key, turnstile);
            throw;
        }

        return new Turn(this, key, turnstile);
    }

    private void Leave(Guid key, Turnstile turnstile)
    {
        lock (_gate)
        {
            if (--turnstile.Users == 0)
                _turnstiles.Remove(key);
        }
    }

    internal sealed class Turnstile
    {
        public SemaphoreSlim Free { get; } = new(1, 1);

        public int Users { get; set; }
    }

    internal readonly struct Turn(KeyedLock owner, Guid key, Turnstile turnstile) : IDisposable
    {
        public void Dispose()
        {
            turnstile.Free.Release();
            owner.Leave(key, turnstile);
        }
    }
}
