using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HandoffSaga.SmartContracts;

/// <summary>Registers the SmartContracts.</summary>
internal static class ContractsRegistration
{
    public static IServiceCollection AddSmartContracts(this IServiceCollection services, ContractsOptions options)
    {
        services.TryAddSingleton(provider => new SmartContractFolder(options.Folder, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
