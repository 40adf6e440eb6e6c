using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>The sagas of one type: their table, their cache and their locks.</summary>
internal sealed class DurableSagas<TSaga>(SagaTable<TSaga> table, IStore store)
    where TSaga : class, SagaStateMachineInstance, ISagaVersion
{
    private const int MostRecent = 4096;

    // As last committed, so that a load usually needs no read. The commit's version guard catches what another writer changed meanwhile.
    private readonly BoundedCache<Guid, StoredSaga> _recent = new(MostRecent);
    private readonly CacheStalenessEstimator _trust = new();

    public SagaSchema Schema { get; } = new(table.Name, table.Projection);

    public KeyedLock Turns { get; } = new();

    /// <summary>Whether the cache may be older than the store.</summary>
    public bool MayBeStale => store.IsShared;

    public StoredSaga? Recall(Guid correlationId) =>
        _recent.TryGet(correlationId, out var found) && (!MayBeStale || _trust.IsWorthTrying()) ? found : null;

    /// <summary>Records the result of a unit that was decided on a cached state.</summary>
    public void Recalled(bool wasStale) => _trust.Learn(wasStale);

    public ValueTask<StoredSaga?> Find(Guid correlationId, CancellationToken cancellationToken) =>
        store.LoadSaga(Schema, correlationId, cancellationToken);

    public async ValueTask<TSaga?> Load(Guid correlationId, CancellationToken cancellationToken) =>
        await store.LoadSaga(Schema, correlationId, cancellationToken) is { } stored ? Revive(stored) : null;

    public async ValueTask<IReadOnlyList<TSaga>> LoadAll(CancellationToken cancellationToken) =>
        [.. (await store.LoadSagas(Schema, cancellationToken)).Select(Revive)];

    public TSaga Revive(StoredSaga stored)
    {
        var saga = table.Deserialize(stored.Body);
        saga.CorrelationId = stored.CorrelationId;
        saga.Version = stored.Version;
        return saga;
    }

    /// <summary>The saga's row as it would be written now, or null when that is what is stored already.</summary>
    public SagaPut? Changed(TSaga saga, StoredSaga? stored, bool evenIfEqual)
    {
        var expected = stored?.Version ?? 0;
        // The version is a column; in the body it would make every event look like a change.
        saga.Version = 0;
        var body = table.Serialize(saga);
        if (stored is not null && !evenIfEqual && body.AsSpan().SequenceEqual(stored.Body))
        {
            saga.Version = expected;
            return null;
        }

        saga.Version = expected + 1;
        return new SagaPut(Schema, saga.CorrelationId, expected, saga, table.CurrentState(saga), body, table.Project(saga));
    }

    public void Committed(SagaWrite? write)
    {
        if (write is SagaPut put)
            _recent.Set(put.CorrelationId, new StoredSaga(put.CorrelationId, put.Version, put.Body));
        else if (write is not null)
            Forget(write.CorrelationId);
    }

    public void Forget(Guid correlationId) => _recent.TryRemove(correlationId, out _);
}
