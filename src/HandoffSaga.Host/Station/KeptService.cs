using HandoffSaga.Durability;

namespace HandoffSaga.Host.Station;

/// <summary>
/// Keeps one background service running. When it fails it is reported and started again after a pause; the process and all other services
/// go on meanwhile. The framework would end the process, or let the service lie.
/// </summary>
internal sealed partial class KeptService(BackgroundService service, TimeProvider clock, ILogger<KeptService> logger)
    : IHostedService,
        IDisposable
{
    private static readonly Backoff Pauses = Backoff.Exponential(TimeSpan.FromSeconds(1), longest: TimeSpan.FromMinutes(1));

    /// <summary>Once a service has run this long, its next failure is its first again.</summary>
    private static readonly TimeSpan Recovered = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task _watch = Task.CompletedTask;

    /// <summary>The service that is kept running.</summary>
    public Type Service => service.GetType();

    /// <summary>Ends when the service has ended by itself, or was stopped; a failure does not end it.</summary>
    public Task Completion => _watch;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await service.StartAsync(cancellationToken);
        _watch = Watch(_stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watch;
        await service.StopAsync(cancellationToken);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        service.Dispose();
    }

    private async Task Watch(CancellationToken stopping)
    {
        var failures = 0;
        while (true)
        {
            var startedAt = clock.GetTimestamp();
            try
            {
                if (failures > 0)
                    await service.StartAsync(CancellationToken.None);
                await service.ExecuteTask!.WaitAsync(stopping);
                return;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                failures = clock.GetElapsedTime(startedAt) > Recovered ? 1 : failures + 1;
                var pause = Pauses.After(failures);
                LogFailed(failure, Service.Name, pause);
                if (!await Paused(pause, stopping))
                    return;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                // Also a failure at that moment: it must not keep the others from stopping.
                return;
            }
        }
    }

    private async Task<bool> Paused(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, clock, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(11, LogLevel.Error, "{Service} failed and starts again in {Pause}; everything else goes on")]
    private partial void LogFailed(Exception failure, string service, TimeSpan pause);
}
