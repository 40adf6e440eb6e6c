using HandoffSaga.Durability;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Alerts.Delivery;

/// <summary>Registers alerts and their delivery.</summary>
internal static class AlertsRegistration
{
    private const string Endpoint = "handoff.alert-deliveries";
    private const int Concurrency = 4;

    public static IServiceCollection AddAlerts(this IServiceCollection services, AlertOptions options) =>
        services
            .AddSingleton(options)
            .AddSingleton<AlertRaiser>()
            .AddSingleton<AlertPost>()
            .AddSingleton<DisputeAlertThrottle>()
            .AddSingleton<IClockObserver, ClockAlerts>();

    /// <summary>Adds the queue of alert deliveries; with a broker also the exchange for alerts.</summary>
    public static DurabilityConfigurator AddAlerts(this DurabilityConfigurator engine, bool overBroker)
    {
        engine.Consumer<AlertConsumer>(Endpoint, Concurrency);
        return overBroker ? engine.RawExchange(AlertExchange.Declared) : engine;
    }
}
