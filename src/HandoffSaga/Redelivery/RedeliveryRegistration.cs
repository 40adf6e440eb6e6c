using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HandoffSaga.Redelivery;

/// <summary>Registers automatic and requested redelivery.</summary>
internal static class RedeliveryRegistration
{
    public static IServiceCollection AddRedelivery(this IServiceCollection services)
    {
        services.TryAddSingleton<JitterSource>(() => Random.Shared.NextDouble());
        return services.AddSingleton<IRedeliveryService, RedeliveryService>();
    }
}
