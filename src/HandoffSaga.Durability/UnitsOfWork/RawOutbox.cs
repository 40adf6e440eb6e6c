using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>Raw deliveries in the outbox: announcements for any listener on the broker.</summary>
internal sealed partial class RawOutbox(IRawPublisher publisher, ILogger<RawOutbox> log)
{
    private const string Scheme = "raw:";

    public static bool IsRaw(OutgoingMessage message) => message.Destination.StartsWith(Scheme, StringComparison.Ordinal);

    public static OutgoingMessage Stored(RawPublication delivery) =>
        new()
        {
            MessageId = MassTransit.NewId.NextGuid(),
            Destination = $"{Scheme}{Uri.EscapeDataString(delivery.Exchange)}?{Uri.EscapeDataString(delivery.RoutingKey)}",
            ContentType = delivery.ContentType ?? "",
            Headers = JsonSerializer.Serialize(
                new Properties(delivery.MessageId, delivery.CorrelationId, delivery.ReplyTo, delivery.Type, delivery.Headers)
            ),
            Body = delivery.Body.ToArray(),
            MessageType = delivery.Exchange,
        };

    /// <summary>Whether the broker is done with it: an announcement without listeners is not a failure.</summary>
    public async Task<bool> Send(OutgoingMessage message)
    {
        var outcome = await publisher.Publish(Delivery(message), CancellationToken.None);
        if (outcome.Result is RawPublishResult.Confirmed or RawPublishResult.Unroutable)
            return true;
        LogNotSent(message.MessageType, message.MessageId, outcome.Result, outcome.Detail);
        return false;
    }

    private static RawPublication Delivery(OutgoingMessage message)
    {
        var address = message.Destination[Scheme.Length..].Split('?', 2);
        var properties = JsonSerializer.Deserialize<Properties>(message.Headers!)!;
        return new(Uri.UnescapeDataString(address[0]), Uri.UnescapeDataString(address[1]), message.Body)
        {
            ContentType = message.ContentType.Length > 0 ? message.ContentType : null,
            MessageId = properties.MessageId ?? message.MessageId.ToString("D"),
            CorrelationId = properties.CorrelationId,
            ReplyTo = properties.ReplyTo,
            Type = properties.Type,
            Headers = properties.Headers.ToDictionary(
                header => header.Key,
                header => header.Value is JsonElement json ? StoredHeaders.Value(json) : header.Value
            ),
        };
    }

    private sealed record Properties(
        string? MessageId,
        string? CorrelationId,
        string? ReplyTo,
        string? Type,
        IReadOnlyDictionary<string, object?> Headers
    );

    [LoggerMessage(
        EventId = 106,
        Level = LogLevel.Warning,
        Message = "An announcement to {Exchange} ({MessageId}) could not be sent ({Result}: {Reason}); it stays in the outbox and is sent again."
    )]
    private partial void LogNotSent(string exchange, Guid messageId, RawPublishResult result, string? reason);
}
