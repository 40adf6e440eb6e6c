using HandoffSaga.Health;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Status;

/// <summary>Registers status queries and readiness.</summary>
internal static class StatusRegistration
{
    public static IServiceCollection AddStatus(this IServiceCollection services) =>
        services.AddSingleton<TransferQueries>().AddSingleton<HealthSources>().AddSingleton<IReadiness, StationReadiness>();
}
