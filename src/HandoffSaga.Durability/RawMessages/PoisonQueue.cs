using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>The queue for messages that could not be handled, each with its reason, for operators. Nothing reads it.</summary>
internal sealed partial class PoisonQueue(IRawPublisher publisher, TimeProvider clock, ILogger<PoisonQueue> log) : IPoisonedMessages
{
    public const string Queue = "handoff.poison";

    private const string Prefix = "handoff-poison-";
    private const int LongestReason = 1000;
    private static readonly Backoff Backoff = Backoff.Exponential(TimeSpan.FromSeconds(1), longest: TimeSpan.FromSeconds(30));

    public static RawExchange Exchange { get; } = new(Queue, RawExchangeType.Fanout) { Queue = Queue };

    /// <summary>Returns when the broker has confirmed it. Until then the message is not acknowledged, so it cannot be lost.</summary>
    public Task Put(RawMessage message, Exception reason, CancellationToken cancellationToken) =>
        Put(message, $"{reason.GetType().Name}: {reason.Message}", cancellationToken);

    public async Task Put(RawMessage message, string reason, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await publisher.Publish(Publication(message, reason, message.Headers), cancellationToken);
            // The broker may not accept again the headers it delivered.
            if (outcome.Result == RawPublishResult.Rejected && message.Headers.Count > 0)
            {
                outcome = await publisher.Publish(Publication(message, reason, new Dictionary<string, object?>()), cancellationToken);
            }

            if (outcome.IsConfirmed)
                return;
            var pause = Backoff.After(attempt);
            LogNotPut(message.Queue, message.MessageId, Queue, outcome.Detail, pause);
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private RawPublication Publication(RawMessage message, string reason, IReadOnlyDictionary<string, object?> headers) =>
        new(Queue, "", message.Body)
        {
            ContentType = message.ContentType,
            MessageId = message.MessageId,
            CorrelationId = message.CorrelationId,
            ReplyTo = message.ReplyTo,
            Type = message.Type,
            Headers = new Dictionary<string, object?>(headers)
            {
                [Prefix + "reason"] = Line(reason),
                [Prefix + "at"] = clock
                    .GetUtcNow()
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
                [Prefix + "queue"] = message.Queue,
                [Prefix + "exchange"] = message.Exchange,
                [Prefix + "routing-key"] = message.RoutingKey,
                [Prefix + "user-id"] = message.UserId,
                [Prefix + "app-id"] = message.AppId,
            },
        };

    private static string Line(string reason)
    {
        var line = string.Concat(reason.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= LongestReason ? line : line[..LongestReason];
    }

    [LoggerMessage(
        EventId = 413,
        Level = LogLevel.Error,
        Message = "The message on {Queue} ({MessageId}) could not be moved to {Poison}: {Reason}. It stays with the broker; next try in {Pause}."
    )]
    private partial void LogNotPut(string queue, string? messageId, string poison, string? reason, TimeSpan pause);
}
