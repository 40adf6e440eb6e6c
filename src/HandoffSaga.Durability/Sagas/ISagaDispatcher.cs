namespace HandoffSaga.Durability;

/// <summary>
/// Hands a message to the saga in this process, without a broker: through the saga endpoint's whole pipeline, by reference, with no
/// serialization. Nothing on the bus can forge such a message.
/// </summary>
public interface ISagaDispatcher
{
    /// <summary>
    /// Runs the saga with <paramref name="message"/> and returns after its unit of work is on disk. After a version conflict it runs again
    /// in process. An exception of the saga itself is thrown to the caller.
    /// </summary>
    /// <param name="message">The event. It must carry what the saga correlates by.</param>
    /// <param name="payloads">Objects passed along with it; the saga finds them with <c>TryGetPayload</c>.</param>
    /// <param name="cancellationToken">Ends the wait for an unavailable store.</param>
    /// <exception cref="StoreUnavailableException">The store stayed unavailable until <paramref name="cancellationToken"/> ended the wait,
    /// or the outage is too long to wait for (<see cref="IStoreAvailability"/>).</exception>
    Task Dispatch<T>(T message, CancellationToken cancellationToken, params object[] payloads)
        where T : class;
}
