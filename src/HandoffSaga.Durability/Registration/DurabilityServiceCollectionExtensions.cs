using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HandoffSaga.Durability;

/// <summary>Registers the durability engine.</summary>
public static class DurabilityServiceCollectionExtensions
{
    /// <summary>
    /// Adds MassTransit with sagas and consumers whose effects are durable, and the services <see cref="ISagaDispatcher"/>,
    /// <see cref="IUnitsOfWork"/>, <see cref="IRowReader"/>, <see cref="IStoreAvailability"/>, <see cref="IStoreHeartbeat"/> and <see cref="IOutboxState"/>. Uses the
    /// collection's <see cref="TimeProvider"/>, or the system's. The store opens when the host starts, before the bus, and closes after it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="InvalidOperationException">No store or no bus was named.</exception>
    public static IServiceCollection AddDurability(this IServiceCollection services, Action<DurabilityConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var durability = new DurabilityConfigurator();
        configure(durability);
        var options = durability.Settings.Validated();
        var store =
            durability.Store
            ?? throw new InvalidOperationException("Name the store: UseSqlite(connectionString) or UsePostgres(connectionString).");

        var bus = durability.Bus ?? throw new InvalidOperationException("Name the bus: UseInMemoryBus() or UseRabbitMq(options).");

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(provider => new StoreOutage(options, provider.GetRequiredService<TimeProvider>())
        {
            EndsWaits = bus.TakesBack,
        });
        services.AddSingleton<IStoreAvailability>(provider => provider.GetRequiredService<StoreOutage>());
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<RetryingStore>(provider, store(options, provider.GetRequiredService<TimeProvider>()))
        );
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<RetryingStore>());
        services.AddSingleton<IStoreHeartbeat, StoreHeartbeat>();
        services.AddSingleton<IRowReader, RowReader>();
        services.AddSingleton(new InFlightMessages(options.MaxMessagesInFlight));
        services.AddSingleton<SweepAlarm>();
        services.AddSingleton<ClockChanges>();
        services.AddSingleton<IOutboxState, OutboxState>();
        services.AddSingleton<UnitCommitter>();
        services.AddSingleton<IUnitsOfWork, UnitsOfWork>();
        services.AddSingleton<ISagaDispatcher, SagaDispatcher>();
        foreach (var saga in durability.Sagas)
            services.AddSingleton(saga);
        services.AddSingleton<BusReadiness>();
        services.AddSingleton<IBusObserver>(provider => provider.GetRequiredService<BusReadiness>());

        // Hosted services start in this order and stop in the opposite one: the sweeper, then the bus with its consumers, then the store.
        services.AddHostedService<StoreLifetime>();
        services.AddSingleton(provider => Names(provider, durability));
        bus.Before(services);
        services.AddMassTransit(configurator =>
        {
            durability.Register(configurator);
            bus.Use(configurator);
        });
        services.AddHostedService<StoreOutageMonitor>();
        bus.After(services);
        services.AddHostedService<OutboxSweeper>();
        services.AddHostedService<StoreRetries>();
        return services;
    }

    private static EndpointNames Names(IServiceProvider provider, DurabilityConfigurator durability)
    {
        var names = new EndpointNames(provider);
        foreach (var saga in durability.Sagas)
            names.Subscribe(saga.Name, saga.Events(provider).Except(durability.OnlyInProcess.Select(message => message.Type)));
        foreach (var consumer in durability.Consumers)
            names.Subscribe(consumer.Name, consumer.Messages);
        return names;
    }
}
