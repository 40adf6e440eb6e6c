using HandoffSaga.Durability;
using HandoffSaga.Legs;

namespace HandoffSaga.Hubs.Amqp;

/// <summary>The exchanges and queues between this program and the hubs (docs/wire.md section 2, "Over RabbitMQ").</summary>
internal static class HubExchanges
{
    /// <summary>An exchange and the queue bound to it, so that a hub may publish to either.</summary>
    public const string Receipts = "handoff.receipts";

    /// <summary>Results for the Vault Hub.</summary>
    public static readonly RawExchange Vault = new("handoff.vault-deliveries", RawExchangeType.Fanout) { Queue = "vault-hub.deliveries" };

    /// <summary>Part-ready signals; the routing key is the station, which may bind a queue of its own.</summary>
    public static readonly RawExchange Nodes = new("handoff.node-deliveries", RawExchangeType.Topic)
    {
        Queue = "floor-hub.deliveries",
        RoutingKey = "#",
    };

    /// <summary>Where each leg's packages are published to.</summary>
    public static readonly PerLeg<RawExchange> Deliveries = new(Vault, Nodes);
}
