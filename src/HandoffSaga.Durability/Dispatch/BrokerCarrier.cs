using MassTransit;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Over a broker, which keeps what it has confirmed: the row goes after the confirm, unless it is kept as its own deadline. What is
/// consumed has no row any more.
/// </summary>
internal sealed partial class BrokerCarrier(
    BrokerSender sender,
    InFlightMessages held,
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

    /// <summary>Nobody waits for the confirm: the message is on disk, and many may be on their way at once.</summary>
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
            // Nobody waits for this task: unsaid, the message would be held, and its row renewed, until the process ends.
            LogNotSent(surprise, message.MessageType, message.MessageId);
            held.Release(message.MessageId);
            return;
        }

        if (message.ResendAfter is null)
            sent.Forget(message.MessageId);
        else
            held.Release(message.MessageId);
    }

    /// <summary>
    /// The sweeper leaves alone what is held, and a kept row is not due before its answer is: so whoever holds the message goes on trying.
    /// Its row is for the case that this process ends.
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
        Message = "{MessageType} {MessageId} could not be sent; it stays in the outbox and comes again."
    )]
    private partial void LogNotSent(Exception surprise, string messageType, Guid messageId);
}
