using MassTransit;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Sends over a broker, which keeps what it has confirmed: the row is deleted after the confirm, unless it is kept as the message's
/// deadline. A consumed message has no row any more.
/// </summary>
internal sealed partial class BrokerCarrier(
    BrokerSender sender,
    InFlightMessages inFlight,
    SentRows sent,
    RawOutbox raw,
    LocalConsumers local,
    BusReadiness bus,
    DurabilityOptions options,
    TimeProvider clock,
    ILogger<BrokerCarrier> log
) : ICarrier
{
    private readonly Backoff _backoff = Backoff.Exponential(TimeSpan.FromSeconds(1), longest: options.Lease);

    /// <summary>Does not wait for the confirm: the message is on disk, and many may be in flight at once.</summary>
    public Task Carry(OutgoingMessage message)
    {
        if (!local.TryTake(message))
            _ = Send(message);
        return Task.CompletedTask;
    }

    public Guid? RowOf(ConsumeContext context) => null;

    private async Task Send(OutgoingMessage message)
    {
        try
        {
            await UntilTaken(message);
        }
        catch (Exception surprise)
        {
            // Nothing awaits this task: if it failed silently, the message would stay in flight, and its row be renewed, until the process
            // ends.
            LogNotSent(surprise, message.MessageType, message.MessageId);
            inFlight.Release(message.MessageId);
            return;
        }

        if (message.ResendAfter is null)
            sent.Forget(message.MessageId);
        else
            inFlight.Release(message.MessageId);
    }

    /// <summary>
    /// The sweeper skips messages in flight, and a kept row is not due before its answer, so this method keeps retrying. The row covers the
    /// case that this process ends.
    /// </summary>
    private async Task UntilTaken(OutgoingMessage message)
    {
        for (var attempt = 1; !await TrySend(message); attempt++)
        {
            await Task.Delay(_backoff.After(attempt), clock);
            await bus.Ready(CancellationToken.None);
        }
    }

    private Task<bool> TrySend(OutgoingMessage message) => RawOutbox.IsRaw(message) ? raw.Send(message) : sender.Send(message);

    [LoggerMessage(
        EventId = 110,
        Level = LogLevel.Error,
        Message = "{MessageType} {MessageId} could not be sent; it stays in the outbox and is sent again."
    )]
    private partial void LogNotSent(Exception surprise, string messageType, Guid messageId);
}
