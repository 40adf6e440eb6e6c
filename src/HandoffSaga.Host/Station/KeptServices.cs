namespace HandoffSaga.Host.Station;

/// <summary>Registers that background services are kept running.</summary>
internal static class KeptServices
{
    /// <summary>Keeps every background service registered so far running (<see cref="KeptService"/>). Their order stays.</summary>
    public static IServiceCollection KeepBackgroundServicesRunning(this IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { IsKeyedService: false } registered && registered.ServiceType == typeof(IHostedService))
                services[i] = ServiceDescriptor.Singleton(provider => Kept(provider, Created(provider, registered)));
        }

        return services;
    }

    private static IHostedService Created(IServiceProvider provider, ServiceDescriptor registered) =>
        (IHostedService)(
            registered.ImplementationInstance
            ?? registered.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)
        );

    private static IHostedService Kept(IServiceProvider provider, IHostedService created) =>
        created is BackgroundService service ? ActivatorUtilities.CreateInstance<KeptService>(provider, service) : created;
}
