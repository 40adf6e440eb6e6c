using HandoffSaga.Durability;

namespace HandoffSaga.Host.Api;

/// <summary>
/// Bounds how long a request waits for the store. A sender that gets no answer gives up on its own, and then knows neither whether to send
/// again nor when.
/// </summary>
internal sealed class StorePatience(IStoreAvailability store, TimeProvider clock)
{
    /// <summary>When waiting ends where it can be ended: then it is known that nothing was stored.</summary>
    private static readonly TimeSpan UntilCancelled = TimeSpan.FromSeconds(12);

    /// <summary>When it ends in any case, within the 15 s that a sender is promised.</summary>
    private static readonly TimeSpan UntilAnswered = TimeSpan.FromSeconds(14);

    /// <exception cref="StoreUnavailableException">The store is unavailable, or does not answer in time.</exception>
    public async Task<T> Bound<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (store.OutageSince is not null)
            throw new StoreUnavailableException("The store is unavailable. Nothing was accepted; send it again later.");
        using var late = new CancellationTokenSource(UntilAnswered, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var ending = new CancellationTokenSource(UntilCancelled, clock);
        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending.Token);
        var working = work(either.Token);
        _ = Dispose(working, ending, either);
        try
        {
            return await working.WaitAsync(waiting.Token);
        }
        catch (OperationCanceledException givenUp) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException(
                "The store did not answer in time. What was sent may be stored all the same: a signoff that is sent again is then a duplicate.",
                givenUp
            );
        }
    }

    // What is not waited for any more still uses the token.
    private static async Task Dispose(Task working, CancellationTokenSource ending, CancellationTokenSource either)
    {
        await working.ContinueWith(
            static _ => { },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        either.Dispose();
        ending.Dispose();
    }
}
