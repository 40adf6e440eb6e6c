using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Which outbox row goes with the commit of the message being consumed.</summary>
internal static class ConsumedRow
{
    /// <summary>None for a message that came without a row, and none for a kept one: its row waits for the answer, so that consuming it is no reason to commit.</summary>
    public static Guid? Of(ConsumeContext context) =>
        context.TryGetPayload<DispatchedMessage>(out _) || context.ReceiveContext.TransportHeaders.TryGetHeader(StoredMessagePipe.KeptHeader, out _)
            ? null
            : context.MessageId;
}
