using HandoffSaga.Durability;

namespace HandoffSaga;

/// <summary>How messages move (<c>Bus</c> in the configuration).</summary>
internal sealed record BusOptions
{
    /// <summary>The broker; none for queues in this process.</summary>
    public RabbitMqOptions? Broker { get; init; }

    /// <summary>Whether a leg's answer goes over the bus too, instead of straight to the saga in this process. Default no.</summary>
    public bool RepliesOverBus { get; init; }
}
