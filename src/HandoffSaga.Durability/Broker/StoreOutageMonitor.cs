using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Stops the receive endpoints while the store is away for long, so that no delivery waits beyond the broker's <c>consumer_timeout</c>, and starts them when it answers again. All of it is in memory: a process
/// that dies in between waits for the store at its next start.
/// </summary>
internal sealed partial class StoreOutageMonitor(
    RetryingStore store, StoreOutage absence, ReceiveEndpoints endpoints, DurabilityOptions options, TimeProvider clock, ILogger<StoreOutageMonitor> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            for (var asked = 0; ;)
            {
                switch (WatchStep.Next(absence.Lasts, absence.IsLong, asked, options.StoreAwayAfter))
                {
                    case WatchStep.Sleep:
                        await absence.Begins(stoppingToken).ConfigureAwait(false);
                        break;
                    case WatchStep.Ask(var after):
                        await Task.Delay(after, clock, stoppingToken).ConfigureAwait(false);
                        asked = absence.IsLong ? asked + 1 : 0;
                        await Ask(stoppingToken).ConfigureAwait(false);
                        break;
                    case WatchStep.Stop:
                        asked = 0;
                        LogStopped(options.StoreAwayAfter, absence.Reason);
                        // First the consumers: a delivery that goes back may not come again at once.
                        endpoints.Stop();
                        await absence.CallLong().ConfigureAwait(false);
                        break;
                    case WatchStep.Start:
                        LogStarted(clock.GetUtcNow() - absence.AwaySince!.Value + options.StoreAwayAfter);
                        absence.CallOver();
                        endpoints.Start(stoppingToken);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task Ask(CancellationToken stoppingToken)
    {
        try
        {
            await store.Ask(stoppingToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
        }
        catch (Exception surprise) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is, whoever needs the store hears it; without this loop nobody ever would again.
            LogSurprise(surprise);
            absence.Answered();
        }
    }

    [LoggerMessage(EventId = 423, Level = LogLevel.Error, Message =
        "The store has been away for {AwayAfter}: nothing is taken from the broker until it answers, and what was taken goes back into its queue. Nothing is lost, and everything goes on by itself: bring the database server back ({Reason})")]
    private partial void LogStopped(TimeSpan awayAfter, string reason);

    [LoggerMessage(EventId = 424, Level = LogLevel.Warning, Message = "The store answers again after about {Away}: messages are taken from the broker again")]
    private partial void LogStarted(TimeSpan away);

    [LoggerMessage(EventId = 425, Level = LogLevel.Error, Message = "The store answers, and not as it should")]
    private partial void LogSurprise(Exception surprise);
}
