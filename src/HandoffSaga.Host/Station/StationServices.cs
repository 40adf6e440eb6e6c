using HandoffSaga.Health;
using HandoffSaga.Host.Api;
using HandoffSaga.Host.Doctor;
using HandoffSaga.Host.Settings;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Forwarding;

namespace HandoffSaga.Host.Station;

/// <summary>Registers the parts of a station, for both <c>run</c> and <c>demo</c>.</summary>
internal static class StationServices
{
    public static IServiceCollection AddHandoffStation(this IServiceCollection services, HandoffSettings settings) =>
        services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddHostedService<SchemaAtStart>()
            .AddHandoff(settings)
            .AddLedgerLog(settings.Ledger)
            .AddLedgerForwarding(settings.Forwarding)
            .AddSingleton<IHealthSource, ComingTrouble>()
            .KeepBackgroundServicesRunning()
            .AddHandoffApi(settings.Api);

    public static void MapHandoffStation(this WebApplication app)
    {
        app.UseHandoffApi();
        app.MapHandoffApi();
    }
}
