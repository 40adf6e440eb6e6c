using HandoffSaga.Durability;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Hubs;

/// <summary>
/// Writes what a hub answered. When the write is interrupted, by a long store outage or because the broker took the command back, the answer
/// is kept here and written as soon as the store accepts it. It is kept in memory only: if the process dies, the attempt has no answer, which
/// its deadline finds.
/// </summary>
internal sealed partial class PendingLegReplies(IStorePresence store, ILogger<PendingLegReplies> logger)
{
    /// <exception cref="StoreUnavailableException">It is not written yet, and is kept here.</exception>
    /// <exception cref="OperationCanceledException">It is not written yet, and is kept here.</exception>
    public async Task Write(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
        }
        catch (Exception brokenOff) when (brokenOff is StoreUnavailableException or OperationCanceledException)
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

    private static async Task<bool> TryWrite(Func<CancellationToken, Task> write)
    {
        try
        {
            // The delivery of the command may be over; the answer is not.
            await write(CancellationToken.None);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    [LoggerMessage(
        452,
        LogLevel.Warning,
        "A hub's answer could not be written after its first write was interrupted; the attempt will count as unanswered (no_reply)"
    )]
    private partial void LogLost(Exception lost);
}
