using HandoffSaga.Durability;
using HandoffSaga.Identity;

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
            QueueType = options.QueueType,
            KeptMessages = options.Commands,
            ConnectionName = $"handoff {node.NodeId} {node.Instance}",
        };
}
