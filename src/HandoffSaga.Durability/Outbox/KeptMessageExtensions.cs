using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Outgoing messages whose outbox row is their own deadline.</summary>
public static class KeptMessageExtensions
{
    /// <summary>
    /// Keeps the message's outbox row after it was sent, until a later unit of work calls <see cref="IUnitOfWork.Cancel"/> with
    /// <paramref name="token"/> (its answer's unit does). A row still there after <paramref name="resendAfter"/> is sent again, as the same
    /// message, and then after twice that time, and so on, up to an hour; so is one whose process died, at the next start. The receiver decides what a second delivery means.
    /// </summary>
    public static void KeepUntilAnswered(this SendContext context, Guid token, TimeSpan resendAfter) =>
        context.AddOrUpdatePayload(() => new KeptMessage(token, resendAfter), _ => new KeptMessage(token, resendAfter));
}

internal sealed record KeptMessage(Guid Token, TimeSpan ResendAfter);
