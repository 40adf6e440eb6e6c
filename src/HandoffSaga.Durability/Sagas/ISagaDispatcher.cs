namespace HandoffSaga.Durability;

/// <summary>
/// Hands a message to the saga in this process, without a broker: through the saga endpoint's whole pipeline, by reference, with no
/// serialization. Nothing on the bus can forge such a message.
/// </summary>
public interface ISagaDispatcher
{
    /// <summary>
    /// Runs the saga with <paramref name="message"/> and returns after its unit of work is on disk. A version conflict runs again in
    /// process. An exception of the saga itself comes to the caller.
    /// </summary>
    /// <param name="message">The event. It must carry what the saga correlates by.</param>
    /// <param name="payloads">Objects that ride along; the saga finds them with <c>TryGetPayload</c>.</param>
    /// <param name="cancellationToken">Ends the wait for a store that is away.</param>
    /// <exception cref="StoreUnavailableException">The store stayed away until <paramref name="cancellationToken"/> ended the wait, or for
    /// so long that nobody waits for it (<see cref="IStorePresence"/>).</exception>
    Task Dispatch<T>(T message, CancellationToken cancellationToken, params object[] payloads)
        where T : class;
}
