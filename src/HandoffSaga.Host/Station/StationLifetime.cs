using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting.Systemd;

namespace HandoffSaga.Host.Station;

/// <summary>
/// Ties the host's lifetime to the call that runs it. The default would handle SIGINT and SIGTERM itself, so that a second one could not
/// end the program. It notifies systemd, if that started the program, when the station is ready and when it stops. SIGHUP, which ends a
/// program by default and which systemd takes for a clean end, changes nothing: files are looked at whenever they are used.
/// </summary>
internal sealed partial class StationLifetime(IHostApplicationLifetime application, ILogger<StationLifetime> logger)
    : IHostLifetime,
        IDisposable
{
    private readonly SystemdNotifier _systemd = new();
    private PosixSignalRegistration? _hangUp;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Continue);
        application.ApplicationStarted.Register(() => _systemd.Notify(ServiceState.Ready));
        application.ApplicationStopping.Register(() => _systemd.Notify(ServiceState.Stopping));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _hangUp?.Dispose();

    private void Continue(PosixSignalContext signal)
    {
        signal.Cancel = true;
        HungUp();
    }

    [LoggerMessage(
        14,
        LogLevel.Information,
        "SIGHUP: keys, contracts and tokens that changed are in use already, or from their next use on; settings need a restart"
    )]
    private partial void HungUp();
}
