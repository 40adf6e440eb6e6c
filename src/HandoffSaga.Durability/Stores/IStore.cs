namespace HandoffSaga.Durability;

/// <summary>
/// The database of the engine. Everything here throws <see cref="StoreUnavailableException"/> when the database is unavailable;
/// <see cref="RetryingStore"/> waits for it. Times are the store's own: it adds delays to its own clock.
/// </summary>
internal interface IStore
{
    /// <summary>Whether other processes write to it too. Their messages are only found by polling.</summary>
    bool IsShared { get; }

    /// <summary>
    /// Opens the database. If this process is its only user, messages a crash left as sent become due at once; a shared store leaves them
    /// until their lease has run out, because another process may be handling them.
    /// </summary>
    /// <exception cref="StoreUnusableException">The database cannot be used as it is, and waiting does not help.</exception>
    Task Open(CancellationToken cancellationToken);

    /// <summary>Writes what is queued, then closes the database.</summary>
    Task Close();

    Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken);

    ValueTask<StoredSaga?> LoadSaga(SagaSchema schema, Guid correlationId, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<StoredSaga>> LoadSagas(SagaSchema schema, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken);

    /// <summary>
    /// The oldest due messages, at most <paramref name="most"/>, without those for <paramref name="fullDestinations"/>; and when there is
    /// none, how long it is until the next message becomes due. When nothing else is due, a message that would be due later than anybody
    /// asks for (<see cref="DurabilityOptions.LongestDelay"/>) is due too: the clock was set back since.
    /// </summary>
    ValueTask<DueMessages> PeekDue(int most, IReadOnlyList<string> fullDestinations, CancellationToken cancellationToken);

    /// <summary>
    /// Leases the messages of <paramref name="due"/> that still exist and returns them to be sent; the lease of those in
    /// <paramref name="inMemory"/> is only renewed.
    /// </summary>
    Task<IReadOnlyList<OutgoingMessage>> Claim(IReadOnlyList<Guid> due, IReadOnlyList<Guid> inMemory, CancellationToken cancellationToken);

    ValueTask<long> CountOutbox(CancellationToken cancellationToken);

    /// <summary>Commits a write that leaves no row behind and needs room for about <paramref name="bytes"/>.</summary>
    Task Beat(int bytes, CancellationToken cancellationToken);

    /// <summary>
    /// Lets a store that uses the machine's clock follow it after it was set, and returns by how much; zero when it was not. A store with a
    /// clock of its own never follows.
    /// </summary>
    ValueTask<TimeSpan> FollowClock(CancellationToken cancellationToken) => new(TimeSpan.Zero);
}

/// <summary>How a unit's commit ended.</summary>
internal enum CommitOutcome
{
    /// <summary>It is on disk.</summary>
    Committed,

    /// <summary>A version or an appended key conflicted; nothing was written.</summary>
    Conflict,
}

/// <summary>The due messages of the outbox, for the sweeper.</summary>
/// <param name="Messages">Due now, oldest first.</param>
/// <param name="NextIn">When there are none: how long until the next becomes due; null when nothing is scheduled.</param>
internal sealed record DueMessages(IReadOnlyList<DueMessage> Messages, TimeSpan? NextIn);

/// <summary>A message that is due.</summary>
internal readonly record struct DueMessage(Guid MessageId, string Destination);
