namespace HandoffSaga.Durability;

/// <summary>A delivery exactly as the broker delivered it: bytes and properties, with nothing parsed or assumed.</summary>
public sealed record RawMessage
{
    /// <summary>The body. It stays valid as long as the message does.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The queue it was taken from.</summary>
    public required string Queue { get; init; }

    /// <summary>The exchange it was published to; empty for the default exchange.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>The routing key it was published with.</summary>
    public string RoutingKey { get; init; } = "";

    /// <summary>The property <c>content_type</c> as received, well-formed or not; null when there is none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The property <c>message_id</c>: any text, or null.</summary>
    public string? MessageId { get; init; }

    /// <summary>The property <c>correlation_id</c>: any text, or null.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The property <c>reply_to</c>, or null.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The property <c>type</c>, or null.</summary>
    public string? Type { get; init; }

    /// <summary>The property <c>app_id</c>, as the publisher claims it; or null.</summary>
    public string? AppId { get; init; }

    /// <summary>The property <c>user_id</c>, or null. RabbitMQ only lets a publisher set the user it has logged in as.</summary>
    public string? UserId { get; init; }

    /// <summary>
    /// The headers. AMQP long strings are <see cref="string"/> where they are UTF-8, otherwise byte arrays; other values are as
    /// RabbitMQ.Client reads them (numbers, booleans, <c>AmqpTimestamp</c>, tables as dictionaries, arrays as lists).
    /// </summary>
    public IReadOnlyDictionary<string, object?> Headers { get; init; } = new Dictionary<string, object?>();

    /// <summary>True when the broker may have delivered it before, to this process or another.</summary>
    public bool Redelivered { get; init; }
}
