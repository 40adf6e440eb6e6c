using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Stops the receive endpoints during a long store outage, so that no delivery waits beyond the broker's <c>consumer_timeout</c>, and
/// starts them when the store answers again. This state is in memory only: a process that dies in between waits for the store at its next
/// start.
/// </summary>
internal sealed partial class StoreOutageMonitor(
    RetryingStore store,
    StoreOutage outage,
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
                var isBroken = outage.Circuit.State != CircuitState.Closed;
                if (isBroken && !outage.IsLong)
                    await Stop();
                else if (!isBroken && outage.IsLong)
                    Start(stoppingToken);
                else if (outage.UntilProbe is { } wait)
                    await Probe(wait, stoppingToken);
                else
                    await outage.Begins(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private Task Stop()
    {
        LogStopped(options.StoreAwayAfter, outage.Reason);
        // Consumers first: otherwise a returned delivery would come again at once.
        endpoints.Stop();
        return outage.CallLong();
    }

    private void Start(CancellationToken stoppingToken)
    {
        LogStarted(clock.GetUtcNow() - outage.AwaySince!.Value + options.StoreAwayAfter);
        outage.CallOver();
        endpoints.Start(stoppingToken);
    }

    private async Task Probe(TimeSpan wait, CancellationToken stoppingToken)
    {
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, stoppingToken);
        outage.Probing();
        try
        {
            await store.Ask(stoppingToken);
        }
        catch (StoreUnavailableException) { }
        catch (Exception surprise) when (!stoppingToken.IsCancellationRequested)
        {
            // Callers of the store see any failure themselves; this loop must survive it, because only it ends the outage.
            LogSurprise(surprise);
            outage.Answered();
        }
    }

    [LoggerMessage(
        EventId = 423,
        Level = LogLevel.Error,
        Message = "The store has been unavailable for {AwayAfter}: no messages are consumed from the broker until it answers, and unacknowledged ones return to their queues. Nothing is lost and processing resumes automatically: bring the database server back ({Reason})"
    )]
    private partial void LogStopped(TimeSpan awayAfter, string reason);

    [LoggerMessage(
        EventId = 424,
        Level = LogLevel.Warning,
        Message = "The store answers again after about {Away}: messages are consumed from the broker again"
    )]
    private partial void LogStarted(TimeSpan away);

    [LoggerMessage(EventId = 425, Level = LogLevel.Error, Message = "The store answers with an unexpected error")]
    private partial void LogSurprise(Exception surprise);
}
