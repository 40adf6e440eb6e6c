using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>Raw publications in the outbox: announcements for any listener on the broker.</summary>
internal sealed partial class RawOutbox(IRawPublisher publisher, ILogger<RawOutbox> log)
{
    private const string Scheme = "raw:";

    public static bool IsRaw(OutgoingMessage message) => message.Destination.StartsWith(Scheme, StringComparison.Ordinal);

    public static OutgoingMessage Stored(RawPublication publication) =>
        new()
        {
            MessageId = MassTransit.NewId.NextGuid(),
            Destination = $"{Scheme}{Uri.EscapeDataString(publication.Exchange)}?{Uri.EscapeDataString(publication.RoutingKey)}",
            ContentType = publication.ContentType ?? "",
            Headers = JsonSerializer.Serialize(
                new Properties(publication.MessageId, publication.CorrelationId, publication.ReplyTo, publication.Type, publication.Headers)
            ),
            Body = publication.Body.ToArray(),
            MessageType = publication.Exchange,
        };

    /// <summary>Whether the broker is done with it: an announcement without listeners is not a failure.</summary>
    public async Task<bool> Send(OutgoingMessage message)
    {
        var outcome = await publisher.Publish(Publication(message), CancellationToken.None);
        if (outcome.Result is RawPublishResult.Confirmed or RawPublishResult.Unroutable)
            return true;
        LogNotSent(message.MessageType, message.MessageId, outcome.Result, outcome.Detail);
        return false;
    }

    private static RawPublication Publication(OutgoingMessage message)
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
