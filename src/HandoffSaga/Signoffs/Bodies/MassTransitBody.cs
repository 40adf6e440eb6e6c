using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Signoffs.Bodies;

/// <summary>
/// A MassTransit envelope whose <c>message</c> is a signoff. Nothing else of it is used: not its ids, not its addresses, not its
/// <c>messageType</c>, which anyone can write. What authorizes is Guardian's signature over the message.
/// </summary>
internal static class MassTransitBody
{
    public const string MediaType = "application/vnd.masstransit+json";
    private const string Member = "message";

    public static Opened Open(CanonicalObject envelope) =>
        envelope.TryGet(Member, out var message)
            ? new Opened.Inside(message, Member)
            : new Opened.Rejected("It is no MassTransit envelope: it has no message.");
}
