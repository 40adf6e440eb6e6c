using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>Runs one channel in the background: if it fails, transfers and sequencing continue.</summary>
internal sealed partial class ForwardingService(LedgerForwarder forwarder, TimeProvider clock, ILogger<ForwardingService> logger)
    : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
                await Task.Delay(await Step(stoppingToken), clock, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task<TimeSpan> Step(CancellationToken stoppingToken)
    {
        try
        {
            return await forwarder.Step(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            // An unavailable store: the cursor has not moved, and a batch may be sent twice.
            Delayed(forwarder.Way, AfterFailure, failure.Message);
            return AfterFailure;
        }
    }

    [LoggerMessage(823, LogLevel.Warning, "Forwarding the ledger ({Way}) waits and tries again in {Pause}: {Reason}")]
    private partial void Delayed(string way, TimeSpan pause, string reason);
}
