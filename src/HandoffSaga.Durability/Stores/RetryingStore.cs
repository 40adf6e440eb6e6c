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
    /// <summary>How long one probe may take.</summary>
    public static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(5);

    private static readonly Backoff Backoff = Backoff.Exponential(TimeSpan.FromMilliseconds(100), longest: TimeSpan.FromSeconds(5));

    private readonly Lock _gate = new();
    private (Task Beat, long Proof) _probe = (Task.CompletedTask, StoreProof.Read);

    public bool IsShared => store.IsShared;

    public async Task Open(CancellationToken cancellationToken) =>
        await Patiently(
            0,
            static async (store, _, token) =>
            {
                await store.Open(token);
                return 0;
            },
            cancellationToken,
            failureProves: StoreProof.Write(0),
            answerProves: StoreProof.Write(0)
        );

    public Task Beat(int bytes, CancellationToken cancellationToken) => store.Beat(bytes, cancellationToken);

    /// <summary>
    /// Probes the store once, for at most <see cref="ProbeTime"/> and regardless of the known outage, by a write that is as large as any
    /// that failed.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It is not committed.</exception>
    public async Task Ask(CancellationToken cancellationToken)
    {
        var proof = Math.Max(outage.Proof, StoreProof.Write(0));
        try
        {
            if (outage.IsDamaged)
                throw new StoreUnavailableException(outage.Reason);
            var probe = Probe(proof);
            await probe.Beat.WaitAsync(ProbeTime, clock, cancellationToken);
            outage.Wrote();
            Answered(probe.Proof);
        }
        catch (TimeoutException silence)
        {
            var unavailable = new StoreUnavailableException(
                $"The store has not answered a write within {ProbeTime.TotalSeconds} s.",
                silence
            );
            Unanswered(unavailable.Message, proof);
            throw unavailable;
        }
        catch (StoreUnavailableException failure)
        {
            Unanswered(failure, proof);
            throw;
        }
    }

    // One that hangs is waited for by all; no more are added to it.
    private (Task Beat, long Proof) Probe(long proof)
    {
        lock (_gate)
        {
            if (_probe.Beat.IsCompleted)
                _probe = (store.Beat(StoreProof.Bytes(proof), CancellationToken.None), proof);
            return _probe;
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
                // A conflict wrote nothing.
                if (outcome == CommitOutcome.Committed)
                    outage.Wrote();
                if (outage.IsUnavailable)
                    Answered(outcome == CommitOutcome.Committed ? StoreProof.Write(unit.Bytes) : StoreProof.Read);
                return outcome;
            }
            catch (StoreUnavailableException failure)
            {
                await Pause(attempt, failure, StoreProof.Write(unit.Bytes), cancellationToken);
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
                cancellationToken,
                failureProves: StoreProof.Write(0)
            )
            .AsTask();

    public ValueTask<long> CountOutbox(CancellationToken cancellationToken) =>
        Patiently(0, static (store, _, token) => store.CountOutbox(token), cancellationToken);

    public ValueTask<TimeSpan> FollowClock(CancellationToken cancellationToken) =>
        Patiently(0, static (store, _, token) => store.FollowClock(token), cancellationToken);

    /// <param name="of">What is asked about.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="failureProves">What must be proved after it failed.</param>
    /// <param name="answerProves">What its answer proves; nothing for a claim, which may have found no rows to write.</param>
    private async ValueTask<T> Patiently<TOf, T>(
        TOf of,
        Func<IStore, TOf, CancellationToken, ValueTask<T>> ask,
        CancellationToken cancellationToken,
        long failureProves = StoreProof.Read,
        long answerProves = StoreProof.Read
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            outage.ThrowIfLong();
            try
            {
                var answer = await ask(store, of, cancellationToken);
                Answered(answerProves);
                return answer;
            }
            catch (StoreUnavailableException failure)
            {
                await Pause(attempt, failure, failureProves, cancellationToken);
            }
        }
    }

    private async Task Pause(int attempt, StoreUnavailableException failure, long proof, CancellationToken cancellationToken)
    {
        Unanswered(failure, proof);
        if (attempt == 1)
            outage.PutOff();
        if (failure.IsDamage)
            throw failure;
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
    private void Unanswered(StoreUnavailableException failure, long proof) =>
        Unanswered(failure.Reason, failure.IsDamage ? StoreProof.None : proof);

    private void Unanswered(string reason, long proof)
    {
        if (outage.Unanswered(reason, proof))
            LogUnavailable(reason);
    }

    private void Answered(long proof)
    {
        if (outage.Answered(proof))
            LogRestored(outage.TakePutOff());
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "The store is unavailable; retrying until it answers: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(
        EventId = 202,
        Level = LogLevel.Warning,
        Message = "The store works again; {Count} requests and messages waited or were put off meanwhile"
    )]
    private partial void LogRestored(int count);
}
