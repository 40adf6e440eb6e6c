using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>
/// Runs a consumer in a unit of work and commits it when the consumer is done, which also deletes the consumed message's row.
/// </summary>
internal sealed class UnitOfWorkFilter<T>(UnitCommitter committer, ICarrier carrier, IMessageRoutes routes, IServiceProvider services)
    : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var unit = new UnitOfWork(typeof(T).Name) { CorrelationId = context.CorrelationId, Consumed = carrier.RowOf(context) };
        var captured = new CapturingConsumeContext<T>(context, unit, routes, services);
        await next.Send(captured);
        await captured.ConsumeCompleted;
        if (await committer.Commit(unit, context.CancellationToken) == CommitOutcome.Conflict)
            throw new UnitOfWorkConflictException();
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unitOfWork");
}

/// <summary>Adds <see cref="UnitOfWorkFilter{T}"/> for each message type of the consumers on one endpoint.</summary>
internal sealed class UnitOfWorkEndpoint(IServiceProvider services) : IConsumerConfigurationObserver
{
    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
        where TConsumer : class => configurator.ConnectConsumerConfigurationObserver(new Messages<TConsumer>(this, configurator));

    public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
        where TConsumer : class
        where TMessage : class
    {
        // Only the other call is of interest.
    }

    private sealed class Messages<TOf>(UnitOfWorkEndpoint endpoint, IConsumerConfigurator<TOf> consumer) : IConsumerConfigurationObserver
        where TOf : class
    {
        public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
            where TConsumer : class
        {
            // Only the other call is of interest.
        }

        public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
            where TConsumer : class
            where TMessage : class => consumer.Message<TMessage>(message => message.UseFilter(endpoint.Filter<TMessage>()));
    }

    private UnitOfWorkFilter<T> Filter<T>()
        where T : class => ActivatorUtilities.CreateInstance<UnitOfWorkFilter<T>>(services, services);
}
