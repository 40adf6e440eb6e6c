using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>A saga as it was registered, without its type parameters.</summary>
internal abstract class SagaEndpoint(string name)
{
    /// <summary>
    /// Events of different sagas that run at once on one endpoint; they spend most of their time waiting for the common commit.
    /// </summary>
    public const int Concurrency = 64;

    public string Name => name;

    /// <summary>The message types of its events.</summary>
    public abstract IReadOnlyCollection<Type> Events(IServiceProvider services);

    public abstract IReceiveEndpointDispatcher CreateReceiver(IReceiveEndpointDispatcherFactory factory);

    public abstract void Register(IBusRegistrationConfigurator bus);

    public abstract void Configure(
        IReceiveEndpointConfigurator endpoint,
        IBusRegistrationContext context,
        IReadOnlyCollection<InProcessOnly> inProcessOnly
    );
}

internal sealed class SagaEndpoint<TMachine, TSaga>(string name, SagaTable<TSaga> table) : SagaEndpoint(name)
    where TMachine : class, SagaStateMachine<TSaga>
    where TSaga : class, SagaStateMachineInstance, ISagaVersion
{
    public override IReadOnlyCollection<Type> Events(IServiceProvider services) =>
        [.. services.GetRequiredService<TMachine>().Correlations.Select(correlation => correlation.DataType).Distinct()];

    public override IReceiveEndpointDispatcher CreateReceiver(IReceiveEndpointDispatcherFactory factory) =>
        factory.CreateSagaReceiver<TSaga>(Name);

    public override void Register(IBusRegistrationConfigurator bus)
    {
        bus.AddSingleton(table);
        bus.AddSingleton<DurableSagas<TSaga>>();
        bus.AddSagaStateMachine<TMachine, TSaga>()
            .Repository(repository =>
            {
                repository.RegisterSagaRepository<
                    TSaga,
                    UnitOfWork,
                    SagaConsumeContextFactory<UnitOfWork, TSaga>,
                    DurableSagaContextFactory<TSaga>
                >();
                repository.RegisterLoadSagaRepository<TSaga, DurableSagaContextFactory<TSaga>>();
                repository.RegisterQuerySagaRepository<TSaga, DurableSagaContextFactory<TSaga>>();
            });
    }

    public override void Configure(
        IReceiveEndpointConfigurator endpoint,
        IBusRegistrationContext context,
        IReadOnlyCollection<InProcessOnly> inProcessOnly
    )
    {
        var events = Events(context);
        InProcessOnly[] barred = [.. inProcessOnly.Where(message => events.Contains(message.Type))];
        if (barred.Length > 0)
            endpoint.ConnectSagaConfigurationObserver(new InProcessOnlyEndpoint(endpoint, barred, context));
        endpoint.ConfigureSaga<TSaga>(context);
    }
}
