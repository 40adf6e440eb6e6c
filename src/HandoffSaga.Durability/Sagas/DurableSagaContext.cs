using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;

namespace HandoffSaga.Durability;

/// <summary>One run of one saga event: it loads the saga and records what MassTransit wants done with it.</summary>
internal sealed class DurableSagaContext<TSaga, T>(CapturingConsumeContext<T> context, UnitOfWork unit, DurableSagas<TSaga> sagas)
    : ConsumeContextScope<T>(context),
        SagaRepositoryContext<TSaga, T>
    where TSaga : class, SagaStateMachineInstance, ISagaVersion
    where T : class
{
    private readonly CapturingConsumeContext<T> _context = context;
    private StoredSaga? _stored;
    private bool _recalled;
    private TSaga? _kept;
    private TSaga? _removed;

    public Task<SagaConsumeContext<TSaga, T>> Add(TSaga instance) =>
        Task.FromResult<SagaConsumeContext<TSaga, T>>(new DefaultSagaConsumeContext<TSaga, T>(_context, instance));

    /// <summary>Never inserts ahead: nothing is written before the unit's commit, where the key decides.</summary>
    public Task<SagaConsumeContext<TSaga, T>> Insert(TSaga instance) => Task.FromResult<SagaConsumeContext<TSaga, T>>(null!);

    public async Task<SagaConsumeContext<TSaga, T>> Load(Guid correlationId)
    {
        _stored = sagas.Recall(correlationId);
        _recalled = _stored is not null;
        _stored ??= await sagas.Find(correlationId, CancellationToken);
        return _stored is null ? null! : new DefaultSagaConsumeContext<TSaga, T>(_context, sagas.Revive(_stored));
    }

    public Task Save(SagaConsumeContext<TSaga> context) => Update(context);

    public Task Update(SagaConsumeContext<TSaga> context)
    {
        _kept = context.Saga;
        return Task.CompletedTask;
    }

    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        _removed = context.Saga;
        return Task.CompletedTask;
    }

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<TSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext,
        TSaga instance,
        SagaConsumeContextMode mode
    )
        where TMessage : class =>
        Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(new DefaultSagaConsumeContext<TSaga, TMessage>(consumeContext, instance));

    /// <summary>
    /// Whether the event ran on a cached state that another process may have changed meanwhile. Writes are guarded by the version. An event
    /// that fails or writes nothing has no such guard, so its result is not conclusive then.
    /// </summary>
    public bool IsDoubtful => _recalled && sagas.MayBeStale;

    /// <summary>
    /// Puts the saga's row into the unit. Everything else in the unit was decided on the saga's state, so it needs the version guard too.
    /// </summary>
    public void Record()
    {
        if (_kept is not null)
            unit.Saga = sagas.Changed(_kept, _stored, evenIfEqual: !unit.IsUnchanged);
        else if (_removed is not null && _stored is not null)
            unit.Saga = new SagaRemove(sagas.Schema, _removed.CorrelationId, _stored.Version, _removed);
    }
}
