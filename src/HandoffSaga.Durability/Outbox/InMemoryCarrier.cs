using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Sends through queues that die with the process: a message stays in flight, and its row stays, until it was consumed.</summary>
internal sealed class InMemoryCarrier(InMemorySender sender, InFlightMessages inFlight) : ICarrier
{
    public async Task Carry(OutgoingMessage message)
    {
        if (!await sender.Send(message))
            inFlight.Release(message.MessageId);
    }

    /// <summary>
    /// None for a message that came without a row, and none for a kept one: its row waits for the answer, so consuming it is not a reason
    /// to commit.
    /// </summary>
    public Guid? RowOf(ConsumeContext context) =>
        context.TryGetPayload<DispatchedMessage>(out _)
        || context.ReceiveContext.TransportHeaders.TryGetHeader(StoredMessagePipe.KeptHeader, out _)
            ? null
            : context.MessageId;
}
