using HandoffSaga.Durability;
using Microsoft.Extensions.Hosting;

namespace HandoffSaga.Rejections;

/// <summary>
/// Tells the sum of a flood when its minute is over. The clock here is only a reminder: every rejection is on disk, and what a run did not live to
/// sum up the next one does at its start.
/// </summary>
internal sealed class RejectionSummaries(RejectionThrottle pace, RejectionLog book, UnreportedRejections untold, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await untold.Find(stoppingToken) is { } left)
            await Tell(left, stoppingToken);
        while (true)
        {
            var due = await pace.Overflow().WaitAsync(stoppingToken);
            if (due - clock.GetUtcNow() is { Ticks: > 0 } wait)
                await Task.Delay(wait, clock, stoppingToken);
            if (pace.Take() is { } sum)
                await Tell(sum, stoppingToken);
        }
    }

    private async Task Tell(RejectionSummary sum, CancellationToken stoppingToken)
    {
        try
        {
            await book.Write(sum, stoppingToken);
        }
        catch (StoreUnavailableException)
        {
            pace.PutBack(sum);
            await Task.Delay(Patience, clock, stoppingToken);
        }
    }
}
