using HandoffSaga.Durability;

namespace HandoffSaga.Benchmarks.Station;

/// <summary>The product's store, and a note of what it was given.</summary>
internal sealed class RecordingStore(IStore store, List<UnitOfWork> units) : IStore
{
    public bool IsShared => store.IsShared;

    public Task Open(CancellationToken cancellationToken) => store.Open(cancellationToken);

    public Task Close() => store.Close();

    public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken)
    {
        lock (units)
            units.Add(unit);
        return store.Commit(unit, cancellationToken);
    }

    public ValueTask<StoredSaga?> LoadSaga(SagaSchema schema, Guid correlationId, CancellationToken cancellationToken) =>
        store.LoadSaga(schema, correlationId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSaga>> LoadSagas(SagaSchema schema, CancellationToken cancellationToken) =>
        store.LoadSagas(schema, cancellationToken);

    public ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken) =>
        store.Find(shape, key, cancellationToken);

    public ValueTask<DueMessages> PeekDue(int most, IReadOnlyList<string> fullDestinations, CancellationToken cancellationToken) =>
        store.PeekDue(most, fullDestinations, cancellationToken);

    public Task<IReadOnlyList<OutgoingMessage>> Claim(
        IReadOnlyList<Guid> due,
        IReadOnlyList<Guid> inMemory,
        CancellationToken cancellationToken
    ) => store.Claim(due, inMemory, cancellationToken);

    public ValueTask<long> CountOutbox(CancellationToken cancellationToken) => store.CountOutbox(cancellationToken);

    public Task Beat(int bytes, CancellationToken cancellationToken) => store.Beat(bytes, cancellationToken);
}
