using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.LedgerLog.Forwarding;

/// <summary>Keeps one way going, beside everything else: whatever becomes of it, handing off and sequencing go on.</summary>
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
            // A store that is away: the cursor stands where it stood, and a batch may go twice.
            Delayed(forwarder.Way, AfterFailure, failure.Message);
            return AfterFailure;
        }
    }

    [LoggerMessage(823, LogLevel.Warning, "Forwarding the ledger ({Way}) waits and tries again in {Pause}: {Reason}")]
    private partial void Delayed(string way, TimeSpan pause, string reason);
}
