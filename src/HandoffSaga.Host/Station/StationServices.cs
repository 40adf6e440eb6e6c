using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Station;

/// <summary>What a station is made of. <c>run</c> and <c>demo</c> both come through here.</summary>
internal static class StationServices
{
    /// <summary>The state machine as a Mermaid diagram; without it there is no <c>saga graph</c>.</summary>
    public static Func<string>? SagaGraph => null;

    /// <summary>Brings the schema of the store up to this version; without it there is no <c>migrate</c>.</summary>
    public static Func<StoreSettings, CancellationToken, Task>? Migrate => null;

    public static IServiceCollection AddHandoffStation(this IServiceCollection services, HandoffSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);

        // -- The parts of the station: store, engine, intake, saga, connectors, alerts, status. --
        return services;
    }

    public static void MapHandoffStation(this WebApplication app)
    {
        // -- The HTTP API. --
    }
}
