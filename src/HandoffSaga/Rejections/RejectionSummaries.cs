using HandoffSaga.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Rejections;

/// <summary>
/// Reports the summary of a flood of rejections when its minute is over. The summaries are in the store, so a summary that a stopped
/// process did not report is reported by its next run or by another process.
/// </summary>
internal sealed partial class RejectionSummaries(
    RejectionThrottle throttle,
    RejectionLog log,
    UnreportedRejections unreported,
    ProcessInstance self,
    TimeProvider clock,
    ILogger<RejectionSummaries> logger
) : BackgroundService
{
    /// <summary>How often to look for summaries that another process did not report.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    // By then its own process has reported it, or will not.
    private static readonly TimeSpan AbandonedAfter = 2 * RejectionThrottle.Window;

    private readonly DateTimeOffset _began = clock.GetUtcNow();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ReportOwn(stoppingToken), ReportAbandoned(stoppingToken));

    private async Task ReportOwn(CancellationToken stoppingToken)
    {
        await foreach (var window in throttle.Windows.ReadAllAsync(stoppingToken))
        {
            if (throttle.UntilOver(window) is { Ticks: > 0 } wait)
                await Task.Delay(wait, clock, stoppingToken);
            await window.Over().WaitAsync(stoppingToken);
            while (!await TryReport(summary => summary.Id == window.Id, stoppingToken))
                await Task.Delay(AfterFailure, clock, stoppingToken);
            throttle.Reported(window);
        }
    }

    private async Task ReportAbandoned(CancellationToken stoppingToken)
    {
        while (true)
        {
            await TryReport(IsAbandoned, stoppingToken);
            await Task.Delay(PollInterval, clock, stoppingToken);
        }
    }

    // If this process is the only one, any summary that it did not begin was left by an earlier run. One from the future was left before
    // the clock was set back.
    private bool IsAbandoned(RejectionSummary summary) =>
        !throttle.IsOwn(summary.Id)
        && ((self.OnlyOne && summary.FirstAt < _began) || (clock.GetUtcNow() - summary.FirstAt).Duration() >= AbandonedAfter);

    private async Task<bool> TryReport(Predicate<RejectionSummary> which, CancellationToken stoppingToken)
    {
        try
        {
            foreach (var summary in await unreported.Find(stoppingToken))
            {
                if (which(summary))
                    await log.Write(summary, stoppingToken);
            }

            return true;
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            // Mostly a store outage. Without this loop the summary would never be reported.
            LogNotReported(failure.Message);
            return false;
        }
    }

    [LoggerMessage(563, LogLevel.Warning, "The summary of rejected signoffs could not be written yet, retrying: {Reason}")]
    private partial void LogNotReported(string reason);
}
