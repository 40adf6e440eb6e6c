using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Sends stored messages into queues in this process as they are stored. A message that cannot be sent keeps its row and is sent again by
/// the sweeper.
/// </summary>
internal sealed partial class InMemorySender(IServiceProvider services, ILogger<InMemorySender> log)
{
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private IBus? _bus;

    public async Task<bool> Send(OutgoingMessage message)
    {
        try
        {
            _bus ??= services.GetRequiredService<IBus>();
            var endpoint = await _bus.GetSendEndpoint(_addresses.GetOrAdd(message.Destination, static address => new Uri(address)));
            var stored = new StoredMessagePipe(message);
            using var activity = Traces.Start("handoff.send", message.MessageType, stored.TraceParent);
            await endpoint.Send(new SerializedMessageBody(), stored, CancellationToken.None);
            return true;
        }
        catch (Exception failure)
        {
            // A transport may throw anything; the row still exists.
            LogNotSent(failure, message.MessageType, message.MessageId);
            return false;
        }
    }

    [LoggerMessage(
        EventId = 102,
        Level = LogLevel.Warning,
        Message = "{MessageType} {MessageId} could not be sent; it stays in the outbox and is sent again."
    )]
    private partial void LogNotSent(Exception failure, string messageType, Guid messageId);
}
