namespace HandoffSaga.Durability;

/// <summary>
/// An exchange this program publishes raw messages to. It is declared durable when the program starts and when the broker comes back. If
/// the broker's user may not declare it, or it already exists with other arguments, it is used as it is.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How it routes.</param>
public sealed record RawExchange(string Name, RawExchangeType Type)
{
    /// <summary>A durable queue bound to it, so that messages are routable before there is a consumer; none by default.</summary>
    public string? Queue { get; init; }

    /// <summary>The key or pattern <see cref="Queue"/> is bound with; empty by default.</summary>
    public string RoutingKey { get; init; } = "";
}
