using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Packages;

/// <summary>Registers what packages need.</summary>
internal static class PackagesRegistration
{
    // Some thousand packages of ordinary size: what is on its way to the hubs, not a backlog.
    private const long FreshPackageBytes = 8 * 1024 * 1024;

    public static IServiceCollection AddPackages(this IServiceCollection services) =>
        services.AddSingleton(new PackageCache(FreshPackageBytes));
}
