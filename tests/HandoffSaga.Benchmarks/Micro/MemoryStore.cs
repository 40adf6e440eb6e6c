using System.Collections.Concurrent;
using HandoffSaga.Durability;

namespace HandoffSaga.Benchmarks.Micro;

/// <summary>
/// A store that forgets everything with its process and waits for no disk, to tell what the engine costs apart from its store.
/// </summary>
internal sealed class MemoryStore : IStore
{
    private readonly ConcurrentDictionary<Guid, StoredSaga> _sagas = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, object?>> _rows = new();

    public bool IsShared => false;

    public Task Open(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task Close() => Task.CompletedTask;

    public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken)
    {
        if (unit.Saga is SagaPut put)
        {
            _sagas[put.CorrelationId] = new(put.CorrelationId, put.Version, put.Body);
        }

        foreach (var row in unit.Rows)
        {
            var kept = _rows.GetOrAdd(Key(row.Shape, row.Values), static _ => new());
            for (var i = 0; i < row.Values.Count; i++)
                kept[row.Shape.Columns[i].Name] = row.Values[i];
        }

        return Task.FromResult(CommitOutcome.Committed);
    }

    public ValueTask<StoredSaga?> LoadSaga(SagaSchema schema, Guid correlationId, CancellationToken cancellationToken) =>
        new(_sagas.GetValueOrDefault(correlationId));

    public ValueTask<IReadOnlyList<StoredSaga>> LoadSagas(SagaSchema schema, CancellationToken cancellationToken) =>
        new([.. _sagas.Values]);

    public ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken) =>
        new(
            _rows.GetValueOrDefault(Key(shape, key)) is { } kept
                ? [.. shape.Columns.Select(column => kept.GetValueOrDefault(column.Name))]
                : null
        );

    public ValueTask<DueMessages> PeekDue(int most, IReadOnlyList<string> fullDestinations, CancellationToken cancellationToken) =>
        new(new DueMessages([], null));

    public Task<IReadOnlyList<OutgoingMessage>> Claim(
        IReadOnlyList<Guid> due,
        IReadOnlyList<Guid> inMemory,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<OutgoingMessage>>([]);

    public ValueTask<long> CountOutbox(CancellationToken cancellationToken) => new(0L);

    public Task Beat(int bytes, CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Key(RowShape shape, IReadOnlyList<object?> values) =>
        $"{shape.Table} {string.Join(' ', values.Take(shape.KeyLength))}";
}
