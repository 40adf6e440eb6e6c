namespace HandoffSaga.Durability;

/// <summary>How to connect to the broker, and what is declared there.</summary>
public sealed record RabbitMqOptions
{
    /// <summary>
    /// The addresses of one broker, or of the nodes of one cluster, which are tried in turn: <c>amqp://user:password@host:port/vhost</c>,
    /// or <c>amqps</c> for TLS. All must have the same user, password, virtual host and scheme.
    /// </summary>
    public required IReadOnlyList<Uri> Hosts { get; init; }

    /// <summary>How connections over <c>amqps</c> are made; null for the system's trusted roots and no client certificate.</summary>
    public IBrokerTls? Tls { get; init; }

    /// <summary>
    /// The type of every queue this program declares; <see cref="BrokerQueueType.Quorum"/> by default. Existing queues keep theirs.
    /// </summary>
    public BrokerQueueType QueueType { get; init; } = BrokerQueueType.Quorum;

    /// <summary>The path of messages that are kept until they are answered; <see cref="KeptMessagePath.Broker"/> by default.</summary>
    public KeptMessagePath KeptMessages { get; init; } = KeptMessagePath.Broker;

    /// <summary>The name of the connections as shown by the broker; <c>handoff</c> by default.</summary>
    public string ConnectionName { get; init; } = "handoff";
}

/// <summary>The path of a message that is kept until it is answered (<see cref="KeptMessageExtensions.KeepUntilAnswered"/>).</summary>
public enum KeptMessagePath
{
    /// <summary>Over the broker, where operators see it and every process may take it.</summary>
    Broker,

    /// <summary>To this process's own consumer while it has room, which avoids the broker's cost; otherwise over the broker.</summary>
    Local,
}

/// <summary>RabbitMQ's types of durable queue.</summary>
public enum BrokerQueueType
{
    /// <summary>Replicated over the cluster's nodes.</summary>
    Quorum,

    /// <summary>On one node.</summary>
    Classic,
}
