using HandoffSaga.Durability;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Hubs;

/// <summary>
/// Writes what a hub answered. Is the store away for long, the command goes back to the broker, and the answer is kept here and written
/// when the store is back. Kept in memory only: an answer that dies with the process leaves an attempt that is silent, and found so at its
/// deadline.
/// </summary>
internal sealed partial class PendingLegReplies(IStorePresence store, ILogger<PendingLegReplies> logger)
{
    /// <exception cref="StoreUnavailableException">It is not written, and may be kept.</exception>
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
