using HandoffSaga.Durability;
using HandoffSaga.Rejections;
using HandoffSaga.Signoffs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HandoffSaga.Intake;

/// <summary>Registers the intake of signoffs.</summary>
internal static class IntakeRegistration
{
    // The number of signoffs that may wait for the group commit at once.
    private const int QueueConcurrency = 64;

    /// <summary>
    /// Registers the intake. Call it after the engine is registered, so that the intake stops first and begins nothing that cannot be
    /// finished.
    /// </summary>
    public static IServiceCollection AddIntake(this IServiceCollection services, IntakeOptions options)
    {
        services
            .AddSingleton(options)
            .AddSingleton<ISignoffIntake, SignoffIntake>()
            .AddSingleton<RejectionThrottle>()
            .AddSingleton<RejectionLog>()
            .AddSingleton<UnreportedRejections>()
            .AddHostedService<RejectionSummaries>();
        if (options.Folder is { } folder)
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<FolderIntake>(provider, folder));
        return services;
    }

    /// <summary>Adds the queue of signoffs where there is a broker.</summary>
    public static DurabilityConfigurator AddIntake(this DurabilityConfigurator engine, bool overBroker) =>
        overBroker ? engine.RawEndpoint<QueueIntake>(QueueIntake.Queue, QueueConcurrency, QueueIntake.Bindings) : engine;
}
