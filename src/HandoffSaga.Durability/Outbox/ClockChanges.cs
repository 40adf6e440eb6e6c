using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>Reports once that the machine's clock was set: in the log, and to whoever observes it.</summary>
internal sealed partial class ClockChanges(IStore store, IEnumerable<IClockObserver> observers, ILogger<ClockChanges> log)
{
    private readonly IClockObserver[] _observers = [.. observers];

    /// <summary>Lets the store follow the machine's clock, and reports it when that was set.</summary>
    public async Task Follow(CancellationToken cancellationToken)
    {
        var by = await store.FollowClock(cancellationToken);
        if (by == TimeSpan.Zero)
            return;

        var size = TimeSpan.FromSeconds(Math.Round(by.Duration().TotalSeconds));
        if (by < TimeSpan.Zero)
            LogSetBack(size);
        else
            LogSetForward(size);
        foreach (var observer in _observers)
        {
            try
            {
                await observer.ClockWasSet(by, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // The sweeper calls this: an observer must not keep it from sending.
                LogObserverFailed(failure, observer.GetType().Name);
            }
        }
    }

    [LoggerMessage(
        EventId = 111,
        Level = LogLevel.Warning,
        Message = "The clock of this machine was set back by {Size}: waits go on as they were asked for, recorded times do not fit together"
    )]
    private partial void LogSetBack(TimeSpan size);

    [LoggerMessage(
        EventId = 112,
        Level = LogLevel.Warning,
        Message = "The clock of this machine was set forward by {Size}, or the machine slept: what has become due is sent now, recorded times do not fit together"
    )]
    private partial void LogSetForward(TimeSpan size);

    [LoggerMessage(EventId = 113, Level = LogLevel.Error, Message = "The clock observer {Observer} failed.")]
    private partial void LogObserverFailed(Exception failure, string observer);
}
