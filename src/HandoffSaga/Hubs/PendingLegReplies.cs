using HandoffSaga.Durability;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Hubs;

/// <summary>
/// Writes what a hub answered. During a long store outage the command goes back to the broker, and the answer is kept here and written when
/// the outage ends. It is kept in memory only: if the process dies, the attempt has no answer, which its deadline finds.
/// </summary>
internal sealed partial class PendingLegReplies(IStorePresence store, ILogger<PendingLegReplies> logger)
{
    /// <exception cref="StoreUnavailableException">It is not written yet, and may be kept here.</exception>
    public async Task Write(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
        }
        catch (StoreUnavailableException) when (store.AwaySince is not null)
        {
            _ = WriteWhenItIsBack(write);
            throw;
        }
    }

    private async Task WriteWhenItIsBack(Func<CancellationToken, Task> write)
    {
        try
        {
            do await store.Back(CancellationToken.None);
            while (!await TryWrite(write));
        }
        catch (Exception lost)
        {
            LogLost(lost);
        }
    }

    private async Task<bool> TryWrite(Func<CancellationToken, Task> write)
    {
        try
        {
            await write(CancellationToken.None);
            return true;
        }
        catch (StoreUnavailableException) when (store.AwaySince is not null)
        {
            return false;
        }
    }

    [LoggerMessage(
        452,
        LogLevel.Warning,
        "What a hub answered while the store was away could not be written; the attempt will be found silent"
    )]
    private partial void LogLost(Exception lost);
}
