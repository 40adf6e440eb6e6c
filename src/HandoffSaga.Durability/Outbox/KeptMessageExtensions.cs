using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Messages whose outbox row stays as a deadline until they are answered.</summary>
public static class KeptMessageExtensions
{
    /// <summary>
    /// Keeps the message's outbox row after it was sent, until a later unit of work calls <see cref="IUnitOfWork.Cancel"/> with
    /// <paramref name="token"/> (its answer's unit does). A row that still exists after <paramref name="resendAfter"/> is sent again, as
    /// the same message, then after twice that time, and so on, up to an hour; so is one whose process died, at the next start. The
    /// receiver decides what a second delivery means.
    /// </summary>
    public static void KeepUntilAnswered(this SendContext context, Guid token, TimeSpan resendAfter) =>
        context.AddOrUpdatePayload(() => new KeptMessage(token, resendAfter), _ => new KeptMessage(token, resendAfter));

    /// <summary>
    /// Whether the message may have been delivered before: it was read from its outbox row, or the broker redelivers it. An unmarked
    /// message may still be a second delivery, but seldom is.
    /// </summary>
    public static bool MayComeAgain(this ConsumeContext context) =>
        context.ReceiveContext.Redelivered || context.ReceiveContext.TransportHeaders.TryGetHeader(StoredMessagePipe.AgainHeader, out _);
}
