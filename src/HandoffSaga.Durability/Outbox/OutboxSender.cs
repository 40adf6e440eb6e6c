using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>Sends stored messages as they are stored. A message that cannot be sent keeps its row and is sent again by the sweeper.</summary>
internal sealed partial class OutboxSender(IServiceProvider services, ILogger<OutboxSender> log)
{
    private const string Exchange = "exchange:";

    private readonly ConcurrentDictionary<string, Uri> addresses = new(StringComparer.Ordinal);
    private IBus? bus;

    /// <summary>Whether the bus has it. On a broker that is its confirm.</summary>
    public async Task<bool> Send(OutgoingMessage message)
    {
        try
        {
            bus ??= services.GetRequiredService<IBus>();
            var endpoint = await bus.GetSendEndpoint(addresses.GetOrAdd(message.Destination, static address => new Uri(address))).ConfigureAwait(false);
            var stored = new StoredMessagePipe(message);
            using var activity = Traces.Start("handoff.send", message.MessageType, stored.TraceParent);
            await endpoint.Send(new SerializedMessageBody(), stored, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (RabbitMqConnectionException nack) when (nack.InnerException is RabbitMQ.Client.Exceptions.PublishException { IsReturn: false } && message.Destination.StartsWith(Exchange, StringComparison.Ordinal))
        {
            // MassTransit publishes on the same channel for ever, and the broker may have nothing but nacks for that one.
            return await Past(message).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whatever a transport throws, the row is still there.
            LogNotSent(failure, message.MessageType, message.MessageId);
            return false;
        }
    }

    private async Task<bool> Past(OutgoingMessage message)
    {
        var publisher = services.GetRequiredService<IRawPublisher>();
        var outcome = await publisher.Publish(
            new RawDelivery(message.Destination[Exchange.Length..].Split('?')[0], "", message.Body)
            {
                ContentType = message.ContentType,
                MessageId = message.MessageId.ToString("D"),
                CorrelationId = message.CorrelationId?.ToString("D"),
                Headers = new StoredMessagePipe(message).TransportHeaders().ToDictionary(header => header.Key, object? (header) => header.Value),
            },
            CancellationToken.None).ConfigureAwait(false);
        if (outcome.Result == RawPublishResult.Confirmed)
            return true;
        LogNotTaken(message.MessageType, message.MessageId, outcome.Result, outcome.Detail);
        return false;
    }

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "{MessageType} {MessageId} was not taken by the broker ({Result}: {Reason}); it stays in the outbox and is sent again.")]
    private partial void LogNotTaken(string messageType, Guid messageId, RawPublishResult result, string? reason);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "{MessageType} {MessageId} could not be sent; it stays in the outbox and is sent again.")]
    private partial void LogNotSent(Exception failure, string messageType, Guid messageId);
}
