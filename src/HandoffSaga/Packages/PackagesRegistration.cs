using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Packages;

/// <summary>Registers the package cache.</summary>
internal static class PackagesRegistration
{
    // Some thousand packages of ordinary size: those in flight to the hubs, not a backlog.
    private const long PackageCacheBytes = 8 * 1024 * 1024;

    public static IServiceCollection AddPackages(this IServiceCollection services) =>
        services.AddSingleton(new PackageCache(PackageCacheBytes));
}
