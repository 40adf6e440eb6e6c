namespace HandoffSaga.Durability;

/// <summary>
/// Whether the store is there, as far as this process has seen. A short absence shows nowhere but in waiting; one that is longer than
/// <see cref="DurabilityOptions.StoreAwayAfter"/> is told here, and then whoever needs the store gets a
/// <see cref="StoreUnavailableException"/> at once. Only a bus with a broker calls an absence long: elsewhere everything waits.
/// </summary>
public interface IStorePresence
{
    /// <summary>When the absence that lasts now was found to be a long one; null when there is none.</summary>
    DateTimeOffset? AwaySince { get; }

    /// <summary>When the last long absence was over; null when there was none, or it lasts.</summary>
    DateTimeOffset? BackSince { get; }

    /// <summary>Returns when there is no long absence.</summary>
    /// <exception cref="StoreUnavailableException">The program stops, and nobody waits for the store any more.</exception>
    Task Back(CancellationToken cancellationToken);
}
