namespace HandoffSaga.Durability;

/// <summary>
/// The last committed bodies of the sagas in use, so that a load usually needs no read. What another writer changed meanwhile is caught by the
/// version guard of the commit. Two generations stand in for a least-recently-used list: what is not used while a generation fills is forgotten with the next.
/// </summary>
internal sealed class SagaCache(int perGeneration)
{
    private readonly Lock gate = new();
    private Dictionary<Guid, StoredSaga> young = [];
    private Dictionary<Guid, StoredSaga> old = [];

    public StoredSaga? Find(Guid correlationId)
    {
        lock (gate)
        {
            if (young.TryGetValue(correlationId, out var saga))
                return saga;
            if (!old.TryGetValue(correlationId, out saga))
                return null;
            Put(saga);
            return saga;
        }
    }

    public void Remember(StoredSaga saga)
    {
        lock (gate)
            Put(saga);
    }

    public void Forget(Guid correlationId)
    {
        lock (gate)
        {
            young.Remove(correlationId);
            old.Remove(correlationId);
        }
    }

    private void Put(StoredSaga saga)
    {
        if (young.Count >= perGeneration && !young.ContainsKey(saga.CorrelationId))
            (old, young) = (young, []);
        young[saga.CorrelationId] = saga;
    }
}
