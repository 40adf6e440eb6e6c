using Microsoft.Extensions.Hosting.Systemd;

namespace HandoffSaga.Host.Station;

/// <summary>
/// The host's life is that of the call that runs it. The default would take SIGINT and SIGTERM for itself, so that a second one could not
/// end the program; systemd, where it started the program, is told when it is ready and when it stops.
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
