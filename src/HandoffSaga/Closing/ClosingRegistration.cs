using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Closing;

/// <summary>Registers the closing of legs.</summary>
internal static class ClosingRegistration
{
    public static IServiceCollection AddClosing(this IServiceCollection services) =>
        services.AddSingleton<ILegClosingService, LegClosingService>();
}
