using System.Text.Json.Serialization;

namespace HandoffSaga.Messages;

/// <summary>
/// One alert to be posted to one address. Each address has its own message, so retries for one do not repeat the alert for the others.
/// </summary>
public sealed record AlertDelivery
{
    /// <summary>The alert to post.</summary>
    [JsonPropertyName("alert")]
    public required TransferAlert Alert { get; init; }

    /// <summary>The address to post to: an absolute <c>http</c> or <c>https</c> address.</summary>
    [JsonPropertyName("url")]
    public required Uri Url { get; init; }

    /// <summary>The number of this try, 1 or more. Default 1.</summary>
    [JsonPropertyName("attempt")]
    public int Attempt { get; init; } = 1;

    /// <summary>The message id of the first try, used as idempotency key for all; null in the first.</summary>
    [JsonPropertyName("first_message_id")]
    public Guid? FirstMessageId { get; init; }
}
