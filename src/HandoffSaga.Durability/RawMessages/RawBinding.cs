namespace HandoffSaga.Durability;

/// <summary>An exchange a queue takes its messages from. It is declared durable and never deleted.</summary>
/// <param name="Exchange">Its name.</param>
/// <param name="Type">How it routes.</param>
/// <param name="RoutingKey">The key or pattern of the binding; unused with <see cref="RawExchangeType.Fanout"/>.</param>
public sealed record RawBinding(string Exchange, RawExchangeType Type = RawExchangeType.Fanout, string RoutingKey = "");

/// <summary>How an exchange routes.</summary>
public enum RawExchangeType
{
    /// <summary>To every queue bound.</summary>
    Fanout,

    /// <summary>By exact routing key.</summary>
    Direct,

    /// <summary>By pattern: <c>*</c> is one word, <c>#</c> any number of them.</summary>
    Topic,
}
