using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs.Bodies;

/// <summary>
/// A MassTransit envelope whose <c>message</c> is a signoff. Nothing else in it is used, neither its ids nor its addresses nor its
/// <c>messageType</c>, because anyone can write them. Only Guardian's signature over the message authorizes.
/// </summary>
internal static class MassTransitBody
{
    public const string MediaType = "application/vnd.masstransit+json";
    private const string Member = "message";

    public static Opened Open(CanonicalObject envelope) =>
        envelope.TryGet(Member, out var message)
            ? new Opened.Inside(message, Member)
            : new Opened.Rejected("It is not a MassTransit envelope: message is missing.");
}
