namespace HandoffSaga.Durability;

/// <summary>
/// One event at a time for each key. It makes version conflicts rare; the version guard in the commit makes them harmless.
/// </summary>
internal sealed class KeyedLock
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, LockEntry> _locks = [];

    public async ValueTask<Turn> Enter(Guid key, CancellationToken cancellationToken)
    {
        LockEntry entry;
        lock (_gate)
        {
            if (!_locks.TryGetValue(key, out entry!))
                _locks.Add(key, entry = new LockEntry());
            entry.Users++;
        }

        try
        {
            await entry.Free.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(key, entry);
            throw;
        }

        return new Turn(this, key, entry);
    }

    private void Leave(Guid key, LockEntry entry)
    {
        lock (_gate)
        {
            if (--entry.Users == 0)
                _locks.Remove(key);
        }
    }

    internal sealed class LockEntry
    {
        public SemaphoreSlim Free { get; } = new(1, 1);

        public int Users { get; set; }
    }

    internal readonly struct Turn(KeyedLock owner, Guid key, LockEntry entry) : IDisposable
    {
        public void Dispose()
        {
            entry.Free.Release();
            owner.Leave(key, entry);
        }
    }
}
