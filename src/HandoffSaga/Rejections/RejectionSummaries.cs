using HandoffSaga.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Rejections;

/// <summary>
/// Tells the sum of a flood when its minute is over. The clock here is only a reminder: what is to be told stands in the store, and what a
/// process did not live to tell its next run tells, or another one.
/// </summary>
internal sealed partial class RejectionSummaries(
    RejectionThrottle pace,
    RejectionLog book,
    UnreportedRejections untold,
    ProcessInstance self,
    TimeProvider clock,
    ILogger<RejectionSummaries> logger
) : BackgroundService
{
    /// <summary>How often it is looked for what another process left.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    // By then whoever began it has told it, or will not.
    private static readonly TimeSpan LeftAfter = 2 * RejectionThrottle.Window;

    private readonly DateTimeOffset _began = clock.GetUtcNow();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(TellOwn(stoppingToken), TellLeft(stoppingToken));

    private async Task TellOwn(CancellationToken stoppingToken)
    {
        await foreach (var window in pace.Crowded.ReadAllAsync(stoppingToken))
        {
            if (window.Ends - clock.GetUtcNow() is { Ticks: > 0 } wait)
                await Task.Delay(wait, clock, stoppingToken);
            await window.Over().WaitAsync(stoppingToken);
            while (!await TryTell(sum => sum.Id == window.Id, stoppingToken))
                await Task.Delay(AfterFailure, clock, stoppingToken);
            pace.Told(window);
        }
    }

    private async Task TellLeft(CancellationToken stoppingToken)
    {
        while (true)
        {
            await TryTell(IsLeft, stoppingToken);
            await Task.Delay(Look, clock, stoppingToken);
        }
    }

    // Where this process is the only one, whatever it did not begin itself was left.
    private bool IsLeft(RejectionSummary sum) =>
        !pace.IsOwn(sum.Id) && ((self.OnlyOne && sum.FirstAt < _began) || clock.GetUtcNow() - sum.FirstAt >= LeftAfter);

    private async Task<bool> TryTell(Predicate<RejectionSummary> which, CancellationToken stoppingToken)
    {
        try
        {
            foreach (var sum in await untold.Find(stoppingToken))
            {
                if (which(sum))
                    await book.Write(sum, stoppingToken);
            }

            return true;
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            // A store that is away, mostly. Without this loop nobody would ever be told.
            LogNotTold(failure.Message);
            return false;
        }
    }

    [LoggerMessage(563, LogLevel.Warning, "The sum of refused signoffs could not be told yet, and is tried again: {Reason}")]
    private partial void LogNotTold(string reason);
}
