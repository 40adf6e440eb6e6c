using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// A store that may go away for a while: whoever needs it waits until it is back, or until the caller's own cancellation ends the wait.
/// So a disk that is full or locked delays messages and loses none.
/// </summary>
internal sealed partial class PatientStore(IStore store, TimeProvider clock, ILogger<PatientStore> log) : IStore, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource closing = new();

    public bool IsShared => store.IsShared;

    public async Task Open(CancellationToken cancellationToken) =>
        await Patiently(
            0,
            static async (store, _, token) =>
            {
                await store.Open(token).ConfigureAwait(false);
                return 0;
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Ends all waits, present and later: the program is stopping and the store did not come back in time.</summary>
    public Task GiveUpWaiting() => closing.CancelAsync();

    public Task Close() => store.Close();

    /// <summary>For a host that was disposed without being stopped.</summary>
    public void Dispose()
    {
        (store as IDisposable)?.Dispose();
        (store as IAsyncDisposable)?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        closing.Dispose();
    }

    public async Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await store.Commit(unit, cancellationToken).ConfigureAwait(false);
            }
            catch (StoreUnavailableException away)
            {
                await Pause(attempt, away, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask<StoredSaga?> LoadSaga(SagaSchema schema, Guid correlationId, CancellationToken cancellationToken) =>
        Patiently((schema, correlationId), static (store, of, token) => store.LoadSaga(of.schema, of.correlationId, token), cancellationToken);

    public ValueTask<IReadOnlyList<StoredSaga>> LoadSagas(SagaSchema schema, CancellationToken cancellationToken) =>
        Patiently(schema, static (store, schema, token) => store.LoadSagas(schema, token), cancellationToken);

    public ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken) =>
        Patiently((shape, key), static (store, of, token) => store.Find(of.shape, of.key, token), cancellationToken);

    public ValueTask<DueMessages> PeekDue(int most, IReadOnlyList<string> fullDestinations, CancellationToken cancellationToken) =>
        Patiently((most, fullDestinations), static (store, of, token) => store.PeekDue(of.most, of.fullDestinations, token), cancellationToken);

    public Task<IReadOnlyList<OutgoingMessage>> Claim(IReadOnlyList<Guid> due, IReadOnlyList<Guid> inMemory, CancellationToken cancellationToken) =>
        Patiently(
            (due, inMemory),
            static (store, of, token) => new ValueTask<IReadOnlyList<OutgoingMessage>>(store.Claim(of.due, of.inMemory, token)),
            cancellationToken).AsTask();

    public ValueTask<long> CountOutbox(CancellationToken cancellationToken) =>
        Patiently(0, static (store, _, token) => store.CountOutbox(token), cancellationToken);

    private async ValueTask<T> Patiently<TOf, T>(TOf of, Func<IStore, TOf, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask(store, of, cancellationToken).ConfigureAwait(false);
            }
            catch (StoreUnavailableException away)
            {
                await Pause(attempt, away, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task Pause(int attempt, StoreUnavailableException away, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(attempt, 16), LongestPause.Ticks));
        LogAway(pause, (away.InnerException ?? away).Message);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        try
        {
            await Task.Delay(pause, clock, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new StoreUnavailableException(away.Message, away);
        }
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "The store is away and is asked again in {Pause}: {Reason}")]
    private partial void LogAway(TimeSpan pause, string reason);
}
