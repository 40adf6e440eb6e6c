using HandoffSaga.Durability;
using HandoffSaga.Identity;
using HandoffSaga.Outbound.Tls;

namespace HandoffSaga;

/// <summary>Registers what carries messages.</summary>
internal static class BusRegistration
{
    public static DurabilityConfigurator AddBus(this DurabilityConfigurator engine, BusOptions options, NodeIdentity node) =>
        options.HasBroker ? engine.UseRabbitMq(Broker(options, node)) : engine.UseInMemoryBus();

    private static RabbitMqOptions Broker(BusOptions options, NodeIdentity node) =>
        new()
        {
            Hosts = options.Urls,
            Tls = new BrokerTls(options.Tls, TimeProvider.System),
            QueueType = options.QueueType,
            KeptMessages = options.Commands,
            ConnectionName = $"handoff {node.NodeId} {node.Instance}",
        };
}
