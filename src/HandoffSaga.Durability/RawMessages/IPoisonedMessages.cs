namespace HandoffSaga.Durability;

/// <summary>Where a message goes that is of no use here, with the reason on it, for people: the queue <c>handoff.poison</c>.</summary>
public interface IPoisonedMessages
{
    /// <summary>Returns when the broker has it; as long as the broker does not take it, it is tried again.</summary>
    /// <param name="message">The delivery, kept as it came.</param>
    /// <param name="reason">One line.</param>
    /// <param name="cancellationToken">Ends the wait; the message is then where it was.</param>
    Task Put(RawMessage message, string reason, CancellationToken cancellationToken);
}
