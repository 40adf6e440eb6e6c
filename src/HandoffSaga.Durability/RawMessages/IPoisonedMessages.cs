namespace HandoffSaga.Durability;

/// <summary>Moves a message that cannot be processed to the queue <c>handoff.poison</c>, with the reason, for operators.</summary>
public interface IPoisonedMessages
{
    /// <summary>Returns when the broker has confirmed it; retries until the broker does.</summary>
    /// <param name="message">The delivery, kept unchanged.</param>
    /// <param name="reason">One line.</param>
    /// <param name="cancellationToken">Ends the wait; the message stays where it was.</param>
    Task Put(RawMessage message, string reason, CancellationToken cancellationToken);
}
