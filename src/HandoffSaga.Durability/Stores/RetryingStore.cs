using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Retries during a store outage: a caller waits until the store is back, until its own cancellation ends the wait, or until the outage
/// counts as long. So a disk that is full or locked delays messages but loses none.
/// </summary>
internal sealed partial class RetryingStore(IStore store, StoreOutage outage, TimeProvider clock, ILogger<RetryingStore> log)
    : IStore,
        IDisposable
{
    private static readonly Backoff Backoff = Backoff.Exponential(TimeSpan.FromMilliseconds(100), longest: TimeSpan.FromSeconds(5));

    public bool IsShared => store.IsShared;

    public async Task Open(CancellationToken cancellationToken) =>
        await Patiently(
            0,
            static async (store, _, token) =>
            {
                await store.Open(token);
                return 0;
            },
            cancellationToken
        );

    /// <summary>
    /// Probes the store once, without waiting and regardless of the known outage: a write without rows, which a read-only server rejects.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It does not answer.</exception>
    public async Task Ask(CancellationToken cancellationToken)
    {
        try
        {
            await store.Claim([], [], cancellationToken);
            outage.Answered();
        }
        catch (StoreUnavailableException failure)
        {
            Unanswered(failure);
            throw;
        }
    }

    public Task Close() => store.Close();

    /// <summary>For a host that was disposed without being stopped.</summary>
    public void Dispose()
    {
        (store as IDisposable)?.Dispose();
        (store as IAsyncDisposable)?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public async Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            outage.ThrowIfLong();
            try
            {
                var outcome = await store.Commit(unit, cancellationToken);
                outage.Answered();
                return outcome;
            }
            catch (StoreUnavailableException failure)
            {
                await Pause(attempt, failure, cancellationToken);
            }
        }
    }

    public ValueTask<StoredSaga?> LoadSaga(SagaSchema schema, Guid correlationId, CancellationToken cancellationToken) =>
        Patiently(
            (schema, correlationId),
            static (store, of, token) => store.LoadSaga(of.schema, of.correlationId, token),
            cancellationToken
        );

    public ValueTask<IReadOnlyList<StoredSaga>> LoadSagas(SagaSchema schema, CancellationToken cancellationToken) =>
        Patiently(schema, static (store, schema, token) => store.LoadSagas(schema, token), cancellationToken);

    public ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken) =>
        Patiently((shape, key), static (store, of, token) => store.Find(of.shape, of.key, token), cancellationToken);

    public ValueTask<DueMessages> PeekDue(int most, IReadOnlyList<string> fullDestinations, CancellationToken cancellationToken) =>
        Patiently(
            (most, fullDestinations),
            static (store, of, token) => store.PeekDue(of.most, of.fullDestinations, token),
            cancellationToken
        );

    public Task<IReadOnlyList<OutgoingMessage>> Claim(
        IReadOnlyList<Guid> due,
        IReadOnlyList<Guid> inMemory,
        CancellationToken cancellationToken
    ) =>
        Patiently(
                (due, inMemory),
                static (store, of, token) => new ValueTask<IReadOnlyList<OutgoingMessage>>(store.Claim(of.due, of.inMemory, token)),
                cancellationToken
            )
            .AsTask();

    public ValueTask<long> CountOutbox(CancellationToken cancellationToken) =>
        Patiently(0, static (store, _, token) => store.CountOutbox(token), cancellationToken);

    public ValueTask<TimeSpan> FollowClock(CancellationToken cancellationToken) =>
        Patiently(0, static (store, _, token) => store.FollowClock(token), cancellationToken);

    private async ValueTask<T> Patiently<TOf, T>(
        TOf of,
        Func<IStore, TOf, CancellationToken, ValueTask<T>> ask,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            outage.ThrowIfLong();
            try
            {
                var answer = await ask(store, of, cancellationToken);
                outage.Answered();
                return answer;
            }
            catch (StoreUnavailableException failure)
            {
                await Pause(attempt, failure, cancellationToken);
            }
        }
    }

    private async Task Pause(int attempt, StoreUnavailableException failure, CancellationToken cancellationToken)
    {
        Unanswered(failure);
        using var ended = outage.WaitEnd(cancellationToken);
        try
        {
            await Task.Delay(Backoff.After(attempt), clock, ended.Token);
        }
        catch (OperationCanceledException)
        {
            throw new StoreUnavailableException(failure.Message, failure);
        }
    }

    // Once per outage, however many callers wait.
    private void Unanswered(StoreUnavailableException failure)
    {
        var reason = (failure.InnerException ?? failure).Message;
        if (outage.Unanswered(reason))
            LogAway(reason);
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "The store is unavailable; retrying until it answers: {Reason}")]
    private partial void LogAway(string reason);
}
