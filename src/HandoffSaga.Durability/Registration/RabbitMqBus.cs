using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>The bus of the plant: one broker, or a cluster, shared by any number of processes.</summary>
internal sealed class RabbitMqBus(RabbitMqOptions options, DurabilityConfigurator durability) : BusChoice
{
    private const int ConflictRetries = 5;
    private static readonly TimeSpan ConflictPause = TimeSpan.FromMilliseconds(200);

    public override bool TakesBack => true;

    public override void Before(IServiceCollection services)
    {
        // Addresses that cannot be right end the registration, not the first connection.
        _ = new BrokerAddresses(options.Hosts);
        services.AddSingleton(options);
        services.AddSingleton<BrokerLogin>();
        services.AddSingleton<BrokerHost>();
        services.AddSingleton<BrokerConnection>();
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<BrokerTopology>(
                provider,
                (IEnumerable<RawExchange>)[PoisonQueue.Exchange, BrokerPulse.Exchange, .. durability.RawExchanges]
            )
        );
        services.AddSingleton<RabbitMqPublisher>();
        services.AddSingleton<IRawPublisher>(provider => provider.GetRequiredService<RabbitMqPublisher>());
        services.AddSingleton<PoisonQueue>();
        services.AddSingleton<IPoisonedMessages>(provider => provider.GetRequiredService<PoisonQueue>());
        services.AddHostedService<PreparedBroker>();
        services.AddSingleton<BrokerPulse>();
        services.AddSingleton(provider => new Lazy<BrokerPlan>(
            ActivatorUtilities.CreateInstance<BrokerPlanning>(provider, durability).Plan
        ));
        services.AddSingleton<BrokerWatch>();
        services.AddSingleton<IBrokerState, BrokerState>();
        foreach (var raw in durability.RawEndpoints)
            raw.Register(services);

        services.AddSingleton<BrokerRoutes>();
        services.AddSingleton<IMessageRoutes>(provider => provider.GetRequiredService<BrokerRoutes>());
        services.AddSingleton<RawOutbox>();
        services.AddSingleton<BrokerSender>();
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<LocalConsumers>(
                provider,
                options.KeptMessages == KeptMessagePath.Local ? durability.Consumers : []
            )
        );
        services.AddSingleton<ICarrier, BrokerCarrier>();
        services.AddSingleton<SentRows>();
        services.AddHostedService(provider => provider.GetRequiredService<SentRows>());
        services.AddSingleton<BrokerHealth>();
        services.AddSingleton<ReceiveEndpoints>();
    }

    public override void Use(IBusRegistrationConfigurator bus) =>
        bus.UsingRabbitMq(
            (context, factory) =>
            {
                factory.Host(context.GetRequiredService<BrokerHost>());
                CompactJson(factory);
                var events = durability.Sagas.SelectMany(saga => saga.Events(context));
                foreach (var message in events.Concat(durability.Consumers.SelectMany(consumer => consumer.Messages)))
                    LetLast(factory.PublishTopology.GetMessageTopology(message));
                IReceiveEndpointObserver[] observers =
                [
                    context.GetRequiredService<BrokerHealth>(),
                    context.GetRequiredService<ReceiveEndpoints>(),
                ];
                foreach (var saga in durability.Sagas)
                {
                    factory.ReceiveEndpoint(
                        saga.Name,
                        endpoint =>
                        {
                            Common(endpoint, observers, SagaEndpoint.Concurrency);
                            Consuming(endpoint);
                            saga.Configure(endpoint, context, durability.OnlyInProcess);
                        }
                    );
                }

                foreach (var consumer in durability.Consumers)
                {
                    factory.ReceiveEndpoint(
                        consumer.Name,
                        endpoint =>
                        {
                            Common(endpoint, observers, consumer.Concurrency);
                            Consuming(endpoint);
                            consumer.Configure(endpoint, context);
                        }
                    );
                }

                foreach (var raw in durability.RawEndpoints)
                {
                    factory.ReceiveEndpoint(
                        raw.Queue,
                        endpoint =>
                        {
                            Common(endpoint, observers, raw.Concurrency);
                            endpoint.ConfigureConsumeTopology = false;
                            foreach (var binding in raw.Bindings)
                                Bind(endpoint, raw.Queue, binding);
                            raw.Configure(endpoint, context, PoisonCause.IsTheMessages);
                        }
                    );
                }
            }
        );

    public override void After(IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<BrokerPulse>());
        services.AddHostedService(provider => provider.GetRequiredService<BrokerWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<LocalConsumers>());
    }

    /// <summary>MassTransit would declare the exchange of a non-public type as temporary, deleted with its connection.</summary>
    private static void LetLast(IRabbitMqMessagePublishTopologyConfigurator exchange)
    {
        exchange.Durable = true;
        exchange.AutoDelete = false;
    }

    private void Common(IRabbitMqReceiveEndpointConfigurator endpoint, IEnumerable<IReceiveEndpointObserver> observers, int concurrency)
    {
        foreach (var observer in observers)
            endpoint.ConnectReceiveEndpointObserver(observer);
        // No more than is processed at once: waiting messages are left to the other processes.
        endpoint.PrefetchCount = concurrency;
        endpoint.ConcurrentMessageLimit = concurrency;
        endpoint.PublishFaults = false;
        foreach (var (name, value) in BrokerQueues.Arguments(options.QueueType))
            endpoint.SetQueueArgument(name, value);
    }

    private static void Consuming(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<UnitOfWorkConflictException>();
            retry.Handle<ConcurrencyException>();
            retry.Interval(ConflictRetries, ConflictPause);
        });
        endpoint.ConfigureError(error =>
        {
            error.UseFilter(new RequeueOnStoreOutageFilter());
            error.UseFilter(new ErrorTransportFilter());
        });
    }

    private static void Bind(IRabbitMqReceiveEndpointConfigurator endpoint, string queue, RawBinding binding)
    {
        // MassTransit declares an exchange of the same name in front of every queue.
        if (binding.Exchange == queue)
            return;
        endpoint.Bind(
            binding.Exchange,
            exchange =>
            {
                exchange.ExchangeType = BrokerTopology.TypeName(binding.Type);
                exchange.RoutingKey = binding.RoutingKey;
                exchange.Durable = true;
            }
        );
    }
}
