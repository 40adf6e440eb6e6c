namespace HandoffSaga.Durability;

/// <summary>
/// Handles the messages of one raw endpoint. The same message may come again, here or in another process, as long as its handling has not
/// ended and been acknowledged: what it does must be harmless a second time.
/// </summary>
public interface IRawMessageHandler
{
    /// <summary>
    /// Handles <paramref name="message"/>, whatever bytes it has. Returning acknowledges it: whatever must last is committed before. An
    /// exception is a surprise: the message goes to <c>handoff.poison</c> with the reason and is acknowledged. Two exceptions are none:
    /// <see cref="StoreUnavailableException"/>, and <see cref="OperationCanceledException"/> when <paramref name="cancellationToken"/>
    /// asked for it; the message stays with the broker and comes again.
    /// </summary>
    /// <param name="message">The delivery.</param>
    /// <param name="cancellationToken">Ends when the broker has taken the message back, or the program was told to stop and its time to
    /// drain is over.</param>
    Task Handle(RawMessage message, CancellationToken cancellationToken);
}
