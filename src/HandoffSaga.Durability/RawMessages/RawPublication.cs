namespace HandoffSaga.Durability;

/// <summary>Bytes to publish to an exchange.</summary>
/// <param name="Exchange">The exchange, which must exist; empty for the default exchange, where <paramref name="RoutingKey"/> is a
/// queue.</param>
/// <param name="RoutingKey">The routing key; empty where the exchange needs none.</param>
/// <param name="Body">The body exactly as it is sent.</param>
public sealed record RawPublication(string Exchange, string RoutingKey, ReadOnlyMemory<byte> Body)
{
    /// <summary>The property <c>content_type</c>; <c>application/json</c> by default.</summary>
    public string? ContentType { get; init; } = "application/json";

    /// <summary>The property <c>message_id</c>; any text.</summary>
    public string? MessageId { get; init; }

    /// <summary>The property <c>correlation_id</c>; any text.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The property <c>reply_to</c>.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The property <c>type</c>.</summary>
    public string? Type { get; init; }

    /// <summary>
    /// The headers. Values must be AMQP types: text, numbers, booleans, byte arrays. The client adds <c>x-dotnet-pub-seq-no</c>, which
    /// matches confirms to publishes.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Headers { get; init; } = new Dictionary<string, object?>();
}
