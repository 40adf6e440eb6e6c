using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>A consumer as it was registered, without its type parameter.</summary>
internal abstract class ConsumerEndpoint(string name, int concurrency, Type consumer)
{
    public string Name => name;

    public int Concurrency => concurrency;

    public IEnumerable<Type> Messages => consumer.GetInterfaces()
        .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IConsumer<>))
        .Select(contract => contract.GetGenericArguments()[0]);

    public abstract void Register(IBusRegistrationConfigurator bus);

    public abstract void Configure(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, UnitCommitter committer, IMessageRoutes routes);
}

internal sealed class ConsumerEndpoint<TConsumer>(string name, int concurrency) : ConsumerEndpoint(name, concurrency, typeof(TConsumer))
    where TConsumer : class, IConsumer
{
    public override void Register(IBusRegistrationConfigurator bus) => bus.AddConsumer<TConsumer>();

    public override void Configure(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, UnitCommitter committer, IMessageRoutes routes)
    {
        endpoint.ConnectConsumerConfigurationObserver(new UnitOfWorkEndpoint(committer, routes, context));
        endpoint.ConfigureConsumer<TConsumer>(context);
    }
}
