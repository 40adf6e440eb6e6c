using HandoffSaga.Host.Api;
using HandoffSaga.Host.Doctor;
using HandoffSaga.Host.Settings;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.Status;

namespace HandoffSaga.Host.Station;

/// <summary>Registers the parts of a station, for both <c>run</c> and <c>demo</c>.</summary>
internal static class StationServices
{
    public static IServiceCollection AddHandoffStation(this IServiceCollection services, HandoffSettings settings) =>
        services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IComingTrouble, ComingTrouble>()
            .AddHostedService<SchemaAtStart>()
            .AddHandoff(settings)
            .AddLedgerLog(settings.Ledger)
            .AddLedgerForwarding(settings.Forwarding)
            .KeepBackgroundServicesRunning()
            .AddHandoffApi(settings.Api);

    public static void MapHandoffStation(this WebApplication app)
    {
        app.UseHandoffApi();
        app.MapHandoffApi();
    }
}
