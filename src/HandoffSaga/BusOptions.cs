using HandoffSaga.Durability;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Settings;
using static HandoffSaga.Settings.SettingKinds;

namespace HandoffSaga;

/// <summary>How messages move (<c>Bus</c> in the configuration).</summary>
internal sealed record BusOptions
{
    public static readonly OptionSettings<BusOptions> Settings = new()
    {
        {
            bus => bus.Provider,
            OneOf(("in-memory", BusProvider.InMemory), ("rabbitmq", BusProvider.RabbitMq)),
            "how messages move: through queues inside the process, or over RabbitMQ"
        },
        { bus => bus.Urls, ListOf(BrokerUrl), "address of the broker, or of several nodes of one cluster", "Url" },
        {
            bus => bus.QueueType,
            OneOf(("quorum", BrokerQueueType.Quorum), ("classic", BrokerQueueType.Classic)),
            "type of the queues that are declared; existing queues keep theirs"
        },
        {
            bus => bus.RepliesOverBroker,
            OneOf(("local", false), ("broker", true)),
            "how a leg's reply reaches the saga: inside the process, or over the broker; the same at every replica",
            "Replies"
        },
        {
            bus => bus.Commands,
            OneOf(("local", KeptMessagePath.Local), ("broker", KeptMessagePath.Broker)),
            "how the saga's commands reach the legs: inside the process while it has room, or over the broker"
        },
    };

    public BusProvider Provider { get; init; } = BusProvider.InMemory;

    /// <summary>The broker's addresses, all of one cluster.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [new("amqp://guest:guest@localhost:5672/")];

    /// <summary>Whom to trust and as whom to come over amqps (<c>Bus:Tls</c>, and <c>Tls:CaFile</c>).</summary>
    public TlsOptions Tls { get; init; } = new();

    public BrokerQueueType QueueType { get; init; } = BrokerQueueType.Quorum;

    /// <summary>Whether a leg's reply goes over the broker instead of straight to the saga in this process.</summary>
    public bool RepliesOverBroker { get; init; }

    public KeptMessagePath Commands { get; init; } = KeptMessagePath.Broker;

    /// <summary>Whether there is a broker.</summary>
    public bool HasBroker => Provider == BusProvider.RabbitMq;
}

/// <summary>What carries messages.</summary>
internal enum BusProvider
{
    /// <summary>Queues in this process.</summary>
    InMemory,

    /// <summary>A broker that any number of replicas share.</summary>
    RabbitMq,
}
