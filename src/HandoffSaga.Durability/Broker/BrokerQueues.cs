namespace HandoffSaga.Durability;

/// <summary>How queues are declared.</summary>
internal static class BrokerQueues
{
    /// <summary>
    /// RabbitMQ 4 drops a message from a quorum queue after 20 deliveries by itself, and every kill of a consumer counts for all it had
    /// prefetched: good messages would be lost. No limit can be said in a way all versions understand, so it is one that is never reached.
    /// A policy may set a lower one, which then counts; it must keep what reaches it (deploy/rabbitmq).
    /// </summary>
    public const int NoDeliveryLimit = 1_000_000_000;

    public static Dictionary<string, object?> Arguments(BrokerQueueType type) =>
        type switch
        {
            BrokerQueueType.Quorum => new() { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = NoDeliveryLimit },
            _ => [],
        };
}
