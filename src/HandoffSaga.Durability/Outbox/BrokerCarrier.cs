using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>
/// Over a broker, which keeps what it has confirmed: the row goes after the confirm, unless it is kept as its own deadline. What is consumed has no row any more.
/// </summary>
internal sealed class BrokerCarrier(OutboxSender sender, HeldMessages held, SentRows sent, RawOutbox raw, LocalConsumers local) : ICarrier
{
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
        var confirmed = RawOutbox.IsRaw(message)
            ? await raw.Send(message).ConfigureAwait(false)
            : await sender.Send(message).ConfigureAwait(false);
        if (confirmed && message.ResendAfter is null)
            sent.Forget(message.MessageId);
        else
            held.Release(message.MessageId);
    }
}
