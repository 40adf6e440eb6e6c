namespace HandoffSaga.Durability;

/// <summary>
/// Handles the messages of one raw endpoint. The same message may come again, here or in another process, until its handling has ended and
/// been acknowledged: handling must be idempotent.
/// </summary>
public interface IRawMessageHandler
{
    /// <summary>
    /// Handles <paramref name="message"/>, which may contain any bytes. Returning acknowledges it, so commit first. On an exception the
    /// message is moved to <c>handoff.poison</c> with the reason and acknowledged, unless the exception says that something else is at
    /// fault: the store (<see cref="StoreUnavailableException"/>, a database's error that is not about a value), the broker, the network,
    /// the disk, or a stop. Then the message stays with the broker and comes again.
    /// </summary>
    /// <param name="message">The delivery.</param>
    /// <param name="cancellationToken">Ends when the broker has taken the message back, or when the program is stopping and its drain time
    /// is over.</param>
    Task Handle(RawMessage message, CancellationToken cancellationToken);
}
