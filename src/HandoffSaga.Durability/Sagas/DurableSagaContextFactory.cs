using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// The saga repository: runs an event on the saga's last committed state and commits everything as one unit of work. If another writer was
/// faster, it reloads the saga and runs the event again.
/// </summary>
internal sealed partial class DurableSagaContextFactory<TSaga>(
    DurableSagas<TSaga> sagas,
    UnitCommitter committer,
    ICarrier carrier,
    IMessageRoutes routes,
    IServiceProvider services,
    Bind<IBus, ISetScopedConsumeContext> scopes,
    TimeProvider clock,
    ILogger<DurableSagaContextFactory<TSaga>> log
) : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>, IQuerySagaRepositoryContextFactory<TSaga>
    where TSaga : class, SagaStateMachineInstance, ISagaVersion
{
    private const int MostAttempts = 20;

    // The first retries are immediate: a conflict is usually with one other writer, which is done by then.
    private const int AttemptsWithoutPause = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class
    {
        var correlationId = context.CorrelationId!.Value;
        using var sagaLock = await sagas.Turns.Enter(correlationId, context.CancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            if (await Run(context, correlationId, next) == CommitOutcome.Committed)
                return;
            if (attempt == MostAttempts)
                throw new ConcurrencyException($"Another writer was faster {MostAttempts} times.", typeof(TSaga), correlationId);
            LogConflict(typeof(TSaga).Name, correlationId, attempt);
            if (attempt >= AttemptsWithoutPause)
                await Task.Delay(Pause * attempt, clock, context.CancellationToken);
        }
    }

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class => throw new NotSupportedException($"{typeof(TSaga).Name} is correlated by id; one unit of work writes one saga.");

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class => asyncMethod(new SagaReads<TSaga>(sagas, cancellationToken));

    public Task<T> Execute<T>(Func<QuerySagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class => asyncMethod(new SagaReads<TSaga>(sagas, cancellationToken));

    public void Probe(ProbeContext context) => context.Add("persistence", "durability engine");

    private async Task<CommitOutcome> Run<T>(ConsumeContext<T> context, Guid correlationId, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class
    {
        var unit = new UnitOfWork(typeof(T).Name) { CorrelationId = correlationId, Consumed = carrier.RowOf(context) };
        var captured = new CapturingConsumeContext<T>(context, unit, routes, services);
        var run = new DurableSagaContext<TSaga, T>(captured, unit, sagas);
        try
        {
            using (context.TryGetPayload<IServiceScope>(out var scope) ? scopes.Value.PushContext(scope, captured) : null)
                await next.Send(run);
        }
        catch (Exception) when (run.IsDoubtful)
        {
            sagas.Forget(correlationId);
            return CommitOutcome.Conflict;
        }

        run.Record();
        if (unit.IsUnchanged && run.IsDoubtful)
        {
            sagas.Forget(correlationId);
            return CommitOutcome.Conflict;
        }

        var committed = false;
        try
        {
            committed = await committer.Commit(unit, context.CancellationToken) == CommitOutcome.Committed;
            if (run.IsDoubtful)
                sagas.Recalled(wasStale: !committed);
        }
        finally
        {
            if (committed)
                sagas.Committed(unit.Saga);
            else
                sagas.Forget(correlationId);
        }

        return committed ? CommitOutcome.Committed : CommitOutcome.Conflict;
    }

    [LoggerMessage(
        EventId = 302,
        Level = LogLevel.Information,
        Message = "{Saga} {CorrelationId} was changed by another writer; its event runs again (attempt {Attempt})."
    )]
    private partial void LogConflict(string saga, Guid correlationId, int attempt);
}
