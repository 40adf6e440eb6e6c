using Microsoft.Extensions.Hosting.Systemd;

namespace HandoffSaga.Host.Station;

/// <summary>
/// Ties the host's lifetime to the call that runs it. The default would handle SIGINT and SIGTERM itself, so that a second one could not
/// end the program. It notifies systemd, if that started the program, when the station is ready and when it stops.
/// </summary>
internal sealed class StationLifetime(IHostApplicationLifetime application) : IHostLifetime
{
    private readonly SystemdNotifier _systemd = new();

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        application.ApplicationStarted.Register(() => _systemd.Notify(ServiceState.Ready));
        application.ApplicationStopping.Register(() => _systemd.Notify(ServiceState.Stopping));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
