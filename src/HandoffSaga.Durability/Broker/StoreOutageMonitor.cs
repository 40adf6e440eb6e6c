using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Declares an outage of the store a long one, and ends it when a probe is answered. On a broker it stops the receive endpoints meanwhile,
/// so that no delivery waits beyond the broker's <c>consumer_timeout</c>. This state is in memory only: a process that dies in between waits
/// for the store at its next start.
/// </summary>
internal sealed partial class StoreOutageMonitor(
    RetryingStore store,
    StoreOutage outage,
    DurabilityOptions options,
    TimeProvider clock,
    ILogger<StoreOutageMonitor> log,
    ReceiveEndpoints? endpoints = null
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
                var isLong = outage.DeclaredLongAt is not null;
                if (isBroken && !isLong)
                    await Stop();
                else if (!isBroken && isLong)
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
        if (outage.IsDamaged)
            LogDamaged(outage.Reason);
        else if (endpoints is null)
            LogRefuses(options.StoreAwayAfter, outage.Reason);
        else
            LogStopped(options.StoreAwayAfter, outage.Reason);
        // Consumers first: otherwise a returned delivery would come again at once.
        endpoints?.Stop();
        return outage.DeclareLong();
    }

    private void Start(CancellationToken stoppingToken)
    {
        var outageTime = clock.GetUtcNow() - outage.DeclaredLongAt!.Value + options.StoreAwayAfter;
        if (endpoints is null)
            LogAccepts(outageTime);
        else
            LogStarted(outageTime);
        outage.DeclareOver();
        endpoints?.Start(stoppingToken);
    }

    private async Task Probe(TimeSpan wait, CancellationToken stoppingToken)
    {
        if (wait > TimeSpan.Zero && await outage.EndsWithin(wait, stoppingToken))
            return;
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
            outage.Answered(StoreProof.None);
        }
    }

    [LoggerMessage(
        EventId = 423,
        Level = LogLevel.Error,
        Message = "The store has been unavailable for {AwayAfter}: no messages are consumed from the broker until it answers, and unacknowledged ones return to their queues. Nothing is lost and processing resumes automatically: it must be possible to write to the database again ({Reason})"
    )]
    private partial void LogStopped(TimeSpan awayAfter, string reason);

    [LoggerMessage(
        EventId = 424,
        Level = LogLevel.Warning,
        Message = "The store answers again after about {Outage}: messages are consumed from the broker again"
    )]
    private partial void LogStarted(TimeSpan outage);

    [LoggerMessage(
        EventId = 426,
        Level = LogLevel.Error,
        Message = "The store has been unavailable for {AwayAfter}: signoffs are refused with 503, and work in progress waits. Nothing is lost and processing resumes automatically when the store can be written again ({Reason})"
    )]
    private partial void LogRefuses(TimeSpan awayAfter, string reason);

    [LoggerMessage(
        EventId = 427,
        Level = LogLevel.Warning,
        Message = "The store can be written again after about {Outage}: signoffs are accepted again"
    )]
    private partial void LogAccepts(TimeSpan outage);

    [LoggerMessage(
        EventId = 430,
        Level = LogLevel.Critical,
        Message = "STORE DAMAGED: signoffs are refused with 503 and nothing goes on until a person acts. {Reason}"
    )]
    private partial void LogDamaged(string reason);

    [LoggerMessage(EventId = 425, Level = LogLevel.Error, Message = "The store answers with an unexpected error")]
    private partial void LogSurprise(Exception surprise);
}
