namespace HandoffSaga.Durability;

/// <summary>How queues are declared.</summary>
internal static class BrokerQueues
{
    /// <summary>
    /// RabbitMQ 4 drops a message from a quorum queue after 20 deliveries by default, and each kill of a consumer counts for every message
    /// it had prefetched: good messages would be lost. "No limit" has no spelling that all versions understand, so this is a limit that is
    /// never reached. A policy may set a lower one, which then applies; it must dead-letter the messages that reach it (deploy/rabbitmq).
    /// </summary>
    public const int NoDeliveryLimit = 1_000_000_000;

    public static Dictionary<string, object?> Arguments(BrokerQueueType type) =>
        type switch
        {
            BrokerQueueType.Quorum => new() { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = NoDeliveryLimit },
            _ => [],
        };
}
