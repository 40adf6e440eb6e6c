namespace HandoffSaga.Durability;

/// <summary>
/// An exchange this program publishes raw deliveries to. It is declared durable when the program starts and when the broker comes back.
/// Where the broker's user may not declare it, or it stands there already with other arguments, it is taken as it is.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How it routes.</param>
public sealed record RawExchange(string Name, RawExchangeType Type)
{
    /// <summary>A durable queue bound to it, so that nothing is unroutable before anybody listens; none by default.</summary>
    public string? Queue { get; init; }

    /// <summary>The key or pattern <see cref="Queue"/> is bound with; empty by default.</summary>
    public string RoutingKey { get; init; } = "";
}
