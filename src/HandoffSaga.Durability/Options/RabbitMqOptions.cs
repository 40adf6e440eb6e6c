namespace HandoffSaga.Durability;

/// <summary>How the broker is reached, and what is made there.</summary>
public sealed record RabbitMqOptions
{
    /// <summary>
    /// The addresses of one broker, or of the nodes of one cluster, which are tried in turn: <c>amqp://user:password@host:port/vhost</c>,
    /// or <c>amqps</c> for TLS with the system's trusted roots. User, password, virtual host and scheme must be the same in all.
    /// </summary>
    public required IReadOnlyList<Uri> Hosts { get; init; }

    /// <summary>
    /// The type of every queue this program declares; <see cref="BrokerQueueType.Quorum"/> by default. Queues that are there keep theirs.
    /// </summary>
    public BrokerQueueType QueueType { get; init; } = BrokerQueueType.Quorum;

    /// <summary>Which way messages go that are kept until they are answered; <see cref="KeptMessagePath.Broker"/> by default.</summary>
    public KeptMessagePath KeptMessages { get; init; } = KeptMessagePath.Broker;

    /// <summary>The name of the connections, for people who look at the broker; <c>handoff</c> by default.</summary>
    public string ConnectionName { get; init; } = "handoff";
}

/// <summary>The way of a message that is kept until it is answered (<see cref="KeptMessageExtensions.KeepUntilAnswered"/>).</summary>
public enum KeptMessagePath
{
    /// <summary>Over the broker, where people see it and every process may take it.</summary>
    Broker,

    /// <summary>To this process's own consumer while it has room, without the broker's cost; else over the broker.</summary>
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
