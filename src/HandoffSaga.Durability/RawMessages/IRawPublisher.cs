namespace HandoffSaga.Durability;

/// <summary>
/// Publishes bytes with the caller's own AMQP properties: persistent, mandatory, and confirmed by the broker. It bypasses the outbox: only
/// the caller knows what was published.
/// </summary>
public interface IRawPublisher
{
    /// <summary>Publishes once and waits for the broker's confirm, at most 10 s. Broker failures are outcomes, never exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> requested it; it is then unknown whether the
    /// broker has it.</exception>
    Task<RawPublishOutcome> Publish(RawPublication publication, CancellationToken cancellationToken);
}
