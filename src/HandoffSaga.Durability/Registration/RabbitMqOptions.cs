namespace HandoffSaga.Durability;

/// <summary>How the broker is reached, and what is made there.</summary>
public sealed record RabbitMqOptions
{
    /// <summary>
    /// The addresses of one broker, or of the nodes of one cluster, which are tried in turn: <c>amqp://user:password@host:port/vhost</c>, or <c>amqps</c> for TLS with
    /// the system's trusted roots. User, password, virtual host and scheme must be the same in all.
    /// </summary>
    public required IReadOnlyList<Uri> Hosts { get; init; }

    /// <summary>The type of every queue this program declares; <see cref="BrokerQueueType.Quorum"/> by default. Queues that are there keep theirs.</summary>
    public BrokerQueueType QueueType { get; init; } = BrokerQueueType.Quorum;

    /// <summary>The name of the connections, for people who look at the broker; <c>handoff</c> by default.</summary>
    public string ConnectionName { get; init; } = "handoff";
}

/// <summary>RabbitMQ's types of durable queue.</summary>
public enum BrokerQueueType
{
    /// <summary>Replicated over the cluster's nodes.</summary>
    Quorum,
    /// <summary>On one node.</summary>
    Classic,
}
