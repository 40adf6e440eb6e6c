using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Stops the receive endpoints while the store is away for long, so that no delivery waits beyond the broker's <c>consumer_timeout</c>, and
/// starts them when it answers again. All of it is in memory: a process that dies in between waits for the store at its next start.
/// </summary>
internal sealed partial class StoreOutageMonitor(
    RetryingStore store,
    StoreOutage absence,
    ReceiveEndpoints endpoints,
    DurabilityOptions options,
    TimeProvider clock,
    ILogger<StoreOutageMonitor> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                var isBroken = absence.Circuit.State != CircuitState.Closed;
                if (isBroken && !absence.IsLong)
                    await Stop();
                else if (!isBroken && absence.IsLong)
                    Start(stoppingToken);
                else if (absence.UntilProbe is { } wait)
                    await Probe(wait, stoppingToken);
                else
                    await absence.Begins(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private Task Stop()
    {
        LogStopped(options.StoreAwayAfter, absence.Reason);
        // First the consumers: a delivery that goes back may not come again at once.
        endpoints.Stop();
        return absence.CallLong();
    }

    private void Start(CancellationToken stoppingToken)
    {
        LogStarted(clock.GetUtcNow() - absence.AwaySince!.Value + options.StoreAwayAfter);
        absence.CallOver();
        endpoints.Start(stoppingToken);
    }

    private async Task Probe(TimeSpan wait, CancellationToken stoppingToken)
    {
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, stoppingToken);
        absence.Probing();
        try
        {
            await store.Ask(stoppingToken);
        }
        catch (StoreUnavailableException) { }
        catch (Exception surprise) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is, whoever needs the store hears it; without this loop nobody ever would again.
            LogSurprise(surprise);
            absence.Answered();
        }
    }

    [LoggerMessage(
        EventId = 423,
        Level = LogLevel.Error,
        Message = "The store has been away for {AwayAfter}: nothing is taken from the broker until it answers, and what was taken goes back into its queue. Nothing is lost, and everything goes on by itself: bring the database server back ({Reason})"
    )]
    private partial void LogStopped(TimeSpan awayAfter, string reason);

    [LoggerMessage(
        EventId = 424,
        Level = LogLevel.Warning,
        Message = "The store answers again after about {Away}: messages are taken from the broker again"
    )]
    private partial void LogStarted(TimeSpan away);

    [LoggerMessage(EventId = 425, Level = LogLevel.Error, Message = "The store answers, and not as it should")]
    private partial void LogSurprise(Exception surprise);
}
