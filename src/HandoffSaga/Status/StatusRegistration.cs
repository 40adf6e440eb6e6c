using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Status;

/// <summary>Registers what people and watchers are told.</summary>
internal static class StatusRegistration
{
    public static IServiceCollection AddStatus(this IServiceCollection services) =>
        services.AddSingleton<TransferQueries>().AddSingleton<IReadiness, StationReadiness>();
}
