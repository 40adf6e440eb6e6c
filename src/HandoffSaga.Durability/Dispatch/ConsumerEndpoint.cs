using MassTransit;
using MassTransit.Transports;

namespace HandoffSaga.Durability;

/// <summary>A consumer as it was registered, without its type parameter.</summary>
internal abstract class ConsumerEndpoint(string name, int concurrency, Type consumer)
{
    public string Name => name;

    public int Concurrency => concurrency;

    public IEnumerable<Type> Messages =>
        consumer
            .GetInterfaces()
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .Select(contract => contract.GetGenericArguments()[0]);

    public abstract void Register(IBusRegistrationConfigurator bus);

    public abstract void Configure(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context);

    /// <summary>Runs each message its consumer takes on this endpoint in a unit of work.</summary>
    public static void InUnitsOfWork(IReceiveEndpointConfigurator endpoint, IServiceProvider services) =>
        endpoint.ConnectConsumerConfigurationObserver(new UnitOfWorkEndpoint(services));

    public abstract IReceiveEndpointDispatcher CreateReceiver(IReceiveEndpointDispatcherFactory factory);
}

internal sealed class ConsumerEndpoint<TConsumer>(string name, int concurrency) : ConsumerEndpoint(name, concurrency, typeof(TConsumer))
    where TConsumer : class, IConsumer
{
    public override IReceiveEndpointDispatcher CreateReceiver(IReceiveEndpointDispatcherFactory factory) =>
        factory.CreateConsumerReceiver<TConsumer>(Name);

    public override void Register(IBusRegistrationConfigurator bus) => bus.AddConsumer<TConsumer>();

    public override void Configure(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context)
    {
        InUnitsOfWork(endpoint, context);
        endpoint.ConfigureConsumer<TConsumer>(context);
    }
}
