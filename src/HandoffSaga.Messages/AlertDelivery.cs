using System.Text.Json.Serialization;

namespace HandoffSaga.Messages;

/// <summary>
/// One alert on its way to one address. Each address has a message of its own: the trouble of one repeats nothing for the others.
/// </summary>
public sealed record AlertDelivery
{
    /// <summary>What is posted.</summary>
    [JsonPropertyName("alert")]
    public required TransferAlert Alert { get; init; }

    /// <summary>Where it is posted to: an absolute <c>http</c> or <c>https</c> address.</summary>
    [JsonPropertyName("url")]
    public required Uri Url { get; init; }

    /// <summary>Which try this is, 1 or more. Default 1.</summary>
    [JsonPropertyName("attempt")]
    public int Attempt { get; init; } = 1;

    /// <summary>The message id of the first try, which is the idempotency key of all; null in the first.</summary>
    [JsonPropertyName("first_message_id")]
    public Guid? FirstMessageId { get; init; }
}
