using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>A message type that a saga accepts only from the dispatcher.</summary>
internal abstract class InProcessOnly(Type type)
{
    public Type Type => type;

    public abstract void Bar<TSaga>(ISagaConfigurator<TSaga> saga, IReceiveEndpointConfigurator endpoint, IServiceProvider services)
        where TSaga : class, ISaga;
}

internal sealed class InProcessOnly<TMessage>() : InProcessOnly(typeof(TMessage))
    where TMessage : class
{
    public override void Bar<TSaga>(ISagaConfigurator<TSaga> saga, IReceiveEndpointConfigurator endpoint, IServiceProvider services)
    {
        endpoint.ConfigureMessageTopology<TMessage>(enabled: false);
        saga.Message<TMessage>(message => message.UseFilter(ActivatorUtilities.CreateInstance<InProcessOnlyFilter<TMessage>>(services)));
    }
}

/// <summary>
/// Blocks such messages on one endpoint. (Configured on the saga itself, the filter would block the dispatcher too: MassTransit keeps it
/// with the saga, for every endpoint it builds from it.)
/// </summary>
internal sealed class InProcessOnlyEndpoint(
    IReceiveEndpointConfigurator endpoint,
    IReadOnlyCollection<InProcessOnly> barred,
    IServiceProvider services
) : ISagaConfigurationObserver
{
    public void SagaConfigured<TSaga>(ISagaConfigurator<TSaga> configurator)
        where TSaga : class, ISaga
    {
        foreach (var message in barred)
            message.Bar(configurator, endpoint, services);
    }

    public void StateMachineSagaConfigured<TInstance>(ISagaConfigurator<TInstance> configurator, SagaStateMachine<TInstance> stateMachine)
        where TInstance : class, ISaga, SagaStateMachineInstance
    {
        // Messages are barred when the saga itself is configured.
    }

    public void SagaMessageConfigured<TSaga, TMessage>(ISagaMessageConfigurator<TSaga, TMessage> configurator)
        where TSaga : class, ISaga
        where TMessage : class
    {
        // Messages are barred when the saga itself is configured.
    }
}
