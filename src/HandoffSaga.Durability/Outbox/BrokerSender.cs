using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Sends stored messages to the broker as they are stored. Not through MassTransit, which waits for a confirm without a time-out and keeps
/// the channel that fails to deliver it: when a node of a cluster dies, its confirms are lost, and afterwards a channel may return only
/// nacks, or nothing at all.
/// </summary>
internal sealed partial class BrokerSender(IRawPublisher publisher, ILogger<BrokerSender> log)
{
    private const string Exchange = "exchange:";

    /// <summary>Whether the broker has it.</summary>
    public async Task<bool> Send(OutgoingMessage message)
    {
        var stored = new StoredMessagePipe(message);
        using var activity = Traces.Start("handoff.send", message.MessageType, stored.TraceParent);
        var outcome = await publisher.Publish(
            new RawPublication(message.Destination[Exchange.Length..].Split('?')[0], "", message.Body)
            {
                ContentType = message.ContentType,
                MessageId = message.MessageId.ToString("D"),
                CorrelationId = message.CorrelationId?.ToString("D"),
                Headers = stored.Headers()!,
            },
            CancellationToken.None
        );
        if (outcome.IsConfirmed)
            return true;
        LogNotTaken(message.MessageType, message.MessageId, outcome.Result, outcome.Detail);
        return false;
    }

    [LoggerMessage(
        EventId = 109,
        Level = LogLevel.Warning,
        Message = "{MessageType} {MessageId} was not taken by the broker ({Result}: {Reason}); it stays in the outbox and is sent again."
    )]
    private partial void LogNotTaken(string messageType, Guid messageId, RawPublishResult result, string? reason);
}
