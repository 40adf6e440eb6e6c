using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>The bus of the station: queues in this process, behind which the outbox is what lasts.</summary>
internal static class InMemoryBus
{
    /// <summary>Events of different sagas that run at once; they spend most of their time waiting for the common commit.</summary>
    private const int SagaConcurrency = 64;

    public static void Use(IBusRegistrationConfigurator bus, IReadOnlyList<SagaEndpoint> sagas, IReadOnlyList<ConsumerEndpoint> consumers, IReadOnlyList<InProcessOnly> inProcessOnly)
    {
        bus.AddSingleton<InMemoryRoutes>();
        bus.AddSingleton<IMessageRoutes>(services => services.GetRequiredService<InMemoryRoutes>());
        bus.UsingInMemory((context, factory) =>
        {
            var committer = context.GetRequiredService<UnitCommitter>();
            var routes = context.GetRequiredService<InMemoryRoutes>();
            factory.ConfigureJsonSerializerOptions(json =>
            {
                json.WriteIndented = false;
                return json;
            });
            foreach (var saga in sagas)
            {
                routes.Subscribe(saga.Name, saga.Events(context).Except(inProcessOnly.Select(message => message.Type)));
                factory.ReceiveEndpoint(saga.Name, endpoint =>
                {
                    Common(endpoint, context, SagaConcurrency);
                    saga.Configure(endpoint, context, inProcessOnly);
                });
            }

            foreach (var consumer in consumers)
            {
                routes.Subscribe(consumer.Name, consumer.Messages);
                factory.ReceiveEndpoint(consumer.Name, endpoint =>
                {
                    Common(endpoint, context, consumer.Concurrency);
                    consumer.Configure(endpoint, context, committer, routes);
                });
            }
        });
    }

    private static void Common(IInMemoryReceiveEndpointConfigurator endpoint, IServiceProvider services, int concurrency)
    {
        endpoint.ConcurrentMessageLimit = concurrency;
        // What could not be consumed keeps its outbox row and comes again; queues of errors in memory would only grow.
        endpoint.PublishFaults = false;
        endpoint.DiscardFaultedMessages();
        endpoint.ConfigureDeadLetter(dead => dead.UseFilter(ActivatorUtilities.CreateInstance<UnconsumedFilter>(services)));
        endpoint.ConfigureReceive(receive => receive.UseFilter(new HeldUntilConsumed(services.GetRequiredService<HeldMessages>())));
    }
}
