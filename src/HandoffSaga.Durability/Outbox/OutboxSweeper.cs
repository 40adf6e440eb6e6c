using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Sends what no commit sent: scheduled messages when they are due, messages left by a crash or a failed consumer, and those that found no
/// room in memory. It never sends a message that is still in flight, and sends nothing while the bus is not ready.
/// </summary>
internal sealed partial class OutboxSweeper(
    IStore store,
    ICarrier carrier,
    InFlightMessages inFlight,
    BusReadiness bus,
    SweepAlarm alarm,
    ClockChanges clockChanges,
    StoreOutage outage,
    DurabilityOptions options,
    TimeProvider clock,
    ILogger<OutboxSweeper> log
) : BackgroundService
{
    private const int Batch = 128;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        inFlight.RoomAppeared += alarm.Ring;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await SweepAndSleep(stoppingToken);
        }
        catch (Exception ended)
            when (ended is OperationCanceledException or StoreUnavailableException && stoppingToken.IsCancellationRequested)
        {
            // Shutdown; the outbox stays.
        }
        finally
        {
            inFlight.RoomAppeared -= alarm.Ring;
        }
    }

    private async Task SweepAndSleep(CancellationToken stoppingToken)
    {
        try
        {
            await bus.Ready(stoppingToken);
            alarm.Arm();
            await clockChanges.Follow(stoppingToken);
            // Read before the store is asked, so that its delays never count from an earlier time.
            var asked = alarm.Now;
            var due = await store.PeekDue(Batch, inFlight.FullDestinations(), stoppingToken);
            if (due.Messages.Count == 0)
                await alarm.Sleep(asked + Pause(due.NextIn), stoppingToken);
            else
                await Send(due.Messages, stoppingToken);
        }
        catch (StoreUnavailableException) when (outage.IsLong)
        {
            await outage.Back(stoppingToken);
        }
        catch (StoreUnavailableException) when (!stoppingToken.IsCancellationRequested)
        {
            // The outage itself is logged once.
            await Task.Delay(PauseAfterFailure, clock, stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            // Without the sweeper no scheduled message would be sent: it must survive any exception.
            LogFailed(failure);
            await Task.Delay(PauseAfterFailure, clock, stoppingToken);
        }
    }

    /// <summary>
    /// There is no alarm when another process dies or leaves messages behind, so a shared store is polled often enough to notice an expired
    /// lease.
    /// </summary>
    private TimeSpan? Pause(TimeSpan? nextIn) => store.IsShared && (nextIn is null || nextIn > options.Lease) ? options.Lease : nextIn;

    /// <summary>Sends the due messages that are not in flight already; those without room stay due.</summary>
    private async Task Send(IReadOnlyList<DueMessage> due, CancellationToken stoppingToken)
    {
        var inMemory = new List<Guid>();
        var taken = new List<Guid>();
        foreach (var message in due)
        {
            if (inFlight.Contains(message.MessageId))
                inMemory.Add(message.MessageId);
            else if (inFlight.TryTrack(message.MessageId, message.Destination))
                taken.Add(message.MessageId);
        }

        if (inMemory.Count == 0 && taken.Count == 0)
            return;

        var unsent = taken.ToHashSet();
        try
        {
            foreach (var message in await store.Claim(taken, inMemory, stoppingToken))
            {
                unsent.Remove(message.MessageId);
                await carrier.Carry(message);
            }
        }
        finally
        {
            // Cancelled or consumed between the read and the claim.
            foreach (var messageId in unsent)
                inFlight.Release(messageId);
        }
    }

    [LoggerMessage(EventId = 103, Level = LogLevel.Error, Message = "A sweep of the outbox failed; the next one follows.")]
    private partial void LogFailed(Exception failure);
}
