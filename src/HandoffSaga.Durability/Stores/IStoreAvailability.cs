namespace HandoffSaga.Durability;

/// <summary>
/// Whether the store is available, as far as this process has seen. A short outage only makes callers wait; one longer than
/// <see cref="DurabilityOptions.StoreAwayAfter"/> is reported here.
/// </summary>
public interface IStoreAvailability
{
    /// <summary>
    /// Whether callers get a <see cref="StoreUnavailableException"/> at once during a long outage, and the receive endpoints are stopped, as
    /// with a broker. Otherwise what has begun waits, and only what is new should be turned away.
    /// </summary>
    bool EndsWaits { get; }

    /// <summary>When the present outage was found to be long; null when there is none.</summary>
    DateTimeOffset? OutageSince { get; }

    /// <summary>When the last long outage ended; null when there was none, or it continues.</summary>
    DateTimeOffset? RestoredAt { get; }

    /// <summary>Returns when there is no long outage.</summary>
    /// <exception cref="StoreUnavailableException">The program is stopping and no longer waits for the store.</exception>
    Task Back(CancellationToken cancellationToken);
}
