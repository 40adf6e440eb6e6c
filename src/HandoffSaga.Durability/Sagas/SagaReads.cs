using MassTransit;
using MassTransit.Middleware;
using MassTransit.Saga;

namespace HandoffSaga.Durability;

/// <summary>
/// Reads of sagas outside any event. A query loads every saga and filters in memory: it is for specs and MassTransit's test harness, which
/// have few; the program itself searches the projection columns instead.
/// </summary>
internal sealed class SagaReads<TSaga>(DurableSagas<TSaga> sagas, CancellationToken cancellationToken)
    : BasePipeContext(cancellationToken),
        LoadSagaRepositoryContext<TSaga>,
        QuerySagaRepositoryContext<TSaga>
    where TSaga : class, SagaStateMachineInstance, ISagaVersion
{
    public async Task<TSaga> Load(Guid correlationId) => (await sagas.Load(correlationId, CancellationToken))!;

    public async Task<SagaRepositoryQueryContext<TSaga>> Query(ISagaQuery<TSaga> query, CancellationToken cancellationToken = default)
    {
        var all = await sagas.LoadAll(cancellationToken);
        return new LoadedSagaRepositoryQueryContext<TSaga>(this, all.Where(query.GetFilter()));
    }
}
