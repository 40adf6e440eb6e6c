using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>The bus of the station: queues in this process; only the outbox is durable.</summary>
internal sealed class InMemoryBus(DurabilityConfigurator durability) : BusChoice
{
    public override void Before(IServiceCollection services)
    {
        if (durability.RawEndpoints.Count > 0 || durability.RawExchanges.Count > 0)
            throw new InvalidOperationException("Raw endpoints and exchanges need a broker: UseRabbitMq(options).");
        services.AddSingleton<IBrokerState, NoBroker>();
        services.AddSingleton<InMemorySender>();
        services.AddSingleton<ICarrier, InMemoryCarrier>();
        services.AddSingleton<IMessageRoutes, InMemoryRoutes>();
    }

    public override void Use(IBusRegistrationConfigurator bus) =>
        bus.UsingInMemory(
            (context, factory) =>
            {
                CompactJson(factory);
                foreach (var saga in durability.Sagas)
                {
                    factory.ReceiveEndpoint(
                        saga.Name,
                        endpoint =>
                        {
                            Common(endpoint, context, SagaEndpoint.Concurrency);
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
                            Common(endpoint, context, consumer.Concurrency);
                            consumer.Configure(endpoint, context);
                        }
                    );
                }
            }
        );

    private static void Common(IInMemoryReceiveEndpointConfigurator endpoint, IServiceProvider services, int concurrency)
    {
        endpoint.ConcurrentMessageLimit = concurrency;
        // A message that could not be consumed keeps its outbox row and is sent again; error queues in memory would only grow.
        endpoint.PublishFaults = false;
        endpoint.DiscardFaultedMessages();
        endpoint.ConfigureDeadLetter(dead => dead.UseFilter(ActivatorUtilities.CreateInstance<UnconsumedFilter>(services)));
        endpoint.ConfigureReceive(receive => receive.UseFilter(new ReleaseWhenConsumed(services.GetRequiredService<InFlightMessages>())));
    }
}
