using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>The bus of the plant: one broker, or a cluster of them, shared by any number of processes.</summary>
internal static class RabbitMqBus
{
    /// <summary>Events of different sagas that run at once; they spend most of their time waiting for the common commit.</summary>
    private const int SagaConcurrency = 64;

    public static void Use(IBusRegistrationConfigurator bus, RabbitMqOptions options, DurabilityConfigurator durability)
    {
        var addresses = new BrokerAddresses(options.Hosts);
        bus.AddSingleton(options);
        bus.AddSingleton<BrokerConnection>();
        bus.AddSingleton(services => ActivatorUtilities.CreateInstance<BrokerTopology>(services, (IEnumerable<RawExchange>)[PoisonDesk.Exchange, .. durability.RawExchanges]));
        bus.AddSingleton<RabbitMqPublisher>();
        bus.AddSingleton<IRawPublisher>(services => services.GetRequiredService<RabbitMqPublisher>());
        bus.AddSingleton<PoisonDesk>();
        bus.AddSingleton<IPoisonedMessages>(services => services.GetRequiredService<PoisonDesk>());
        bus.AddHostedService<PreparedBroker>();
        foreach (var raw in durability.RawEndpoints)
            raw.Register(bus);

        bus.UsingRabbitMq((context, factory) =>
        {
            Host(factory, addresses, options);
            foreach (var raw in durability.RawEndpoints)
            {
                factory.ReceiveEndpoint(raw.Queue, endpoint =>
                {
                    Common(endpoint, options, raw.Concurrency);
                    endpoint.ConfigureConsumeTopology = false;
                    foreach (var binding in raw.Bindings)
                        Bind(endpoint, binding);
                    raw.Configure(endpoint, context);
                });
            }
        });
    }

    private static void Host(IRabbitMqBusFactoryConfigurator factory, BrokerAddresses addresses, RabbitMqOptions options)
    {
        var (firstHost, firstPort) = addresses.Nodes[0];
        factory.Host(firstHost, (ushort)firstPort, addresses.VirtualHost, options.ConnectionName, host =>
        {
            host.Username(addresses.User);
            host.Password(addresses.Password);
            host.PublisherConfirmation = true;
            host.Heartbeat(TimeSpan.FromSeconds(10));
            host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
            if (addresses.UsesTls)
                host.UseSsl(tls => tls.ServerName = firstHost);
            if (addresses.Nodes.Count > 1)
                host.UseCluster(cluster =>
                {
                    foreach (var (name, port) in addresses.Nodes)
                        cluster.Node($"{name}:{port}");
                });
        });
    }

    private static void Bind(IRabbitMqReceiveEndpointConfigurator endpoint, RawBinding binding)
    {
        // An exchange of the queue's own name is what MassTransit puts before every queue.
        if (binding.Exchange == endpoint.InputAddress.AbsolutePath.Split('/')[^1])
            return;
        endpoint.Bind(binding.Exchange, exchange =>
        {
            exchange.ExchangeType = BrokerTopology.TypeName(binding.Type);
            exchange.RoutingKey = binding.RoutingKey;
            exchange.Durable = true;
        });
    }

    private static void Common(IRabbitMqReceiveEndpointConfigurator endpoint, RabbitMqOptions options, int concurrency)
    {
        endpoint.PrefetchCount = concurrency;
        endpoint.ConcurrentMessageLimit = concurrency;
        endpoint.PublishFaults = false;
        foreach (var (name, value) in BrokerQueues.Arguments(options.QueueType))
            endpoint.SetQueueArgument(name, value);
    }
}
