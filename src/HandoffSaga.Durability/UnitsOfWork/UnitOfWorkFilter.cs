using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Runs a consumer in a unit of work and commits it when the consumer is done; the consumed row goes with it.</summary>
internal sealed class UnitOfWorkFilter<T>(UnitCommitter committer, IMessageRoutes routes, IServiceProvider services) : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var unit = new UnitOfWork(typeof(T).Name) { CorrelationId = context.CorrelationId, Consumed = context.MessageId };
        var captured = new CapturingConsumeContext<T>(context, unit, routes, services);
        await next.Send(captured).ConfigureAwait(false);
        await captured.ConsumeCompleted.ConfigureAwait(false);
        if (await committer.Commit(unit, context.CancellationToken).ConfigureAwait(false) == CommitOutcome.Conflict)
            throw new UnitOfWorkConflictException();
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unitOfWork");
}

/// <summary>Puts <see cref="UnitOfWorkFilter{T}"/> before each message type of a consumer.</summary>
internal sealed class UnitOfWorkConsumers<TConsumer>(IConsumerConfigurator<TConsumer> consumers, UnitCommitter committer, IMessageRoutes routes, IServiceProvider services)
    : IConsumerConfigurationObserver
    where TConsumer : class
{
    public void ConsumerConfigured<T>(IConsumerConfigurator<T> configurator)
        where T : class
    {
    }

    public void ConsumerMessageConfigured<T, TMessage>(IConsumerMessageConfigurator<T, TMessage> configurator)
        where T : class
        where TMessage : class =>
        consumers.Message<TMessage>(message => message.UseFilter(new UnitOfWorkFilter<TMessage>(committer, routes, services)));
}
