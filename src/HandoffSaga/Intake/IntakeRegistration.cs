using HandoffSaga.Durability;
using HandoffSaga.Rejections;
using HandoffSaga.Signoffs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HandoffSaga.Intake;

/// <summary>Registers the ways in for signoffs.</summary>
internal static class IntakeRegistration
{
    // Signoffs that wait for the common commit at once.
    private const int QueueConcurrency = 64;

    /// <summary>Call it after the engine is registered, so that it stops before it: what cannot be finished is not begun.</summary>
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

    /// <summary>With a broker, the queue of signoffs.</summary>
    public static DurabilityConfigurator AddIntake(this DurabilityConfigurator engine, bool overBroker) =>
        overBroker ? engine.RawEndpoint<QueueIntake>(QueueIntake.Queue, QueueConcurrency, QueueIntake.Bindings) : engine;
}
