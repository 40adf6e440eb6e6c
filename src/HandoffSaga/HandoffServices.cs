using HandoffSaga.Alerts;
using HandoffSaga.Alerts.Delivery;
using HandoffSaga.Authorization;
using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Amqp;
using HandoffSaga.Hubs.Http;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Identity;
using HandoffSaga.Intake;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Legs;
using HandoffSaga.Messages;
using HandoffSaga.Redelivery;
using HandoffSaga.Rejections;
using HandoffSaga.Signatures;
using HandoffSaga.SmartContracts;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace HandoffSaga;

/// <summary>The station's parts, put together in the order data passes.</summary>
internal static class HandoffServices
{
    public const string TransfersEndpoint = "handoff.transfers";
    public const string VaultLegEndpoint = "handoff.vault-leg";
    public const string NextNodeLegEndpoint = "handoff.next-node-leg";
    public const string AlertsEndpoint = "handoff.alert-deliveries";

    private const int AlertConcurrency = 4;

    // Signoffs and receipts that wait for the common commit at once.
    private const int ForeignConcurrency = 64;

    // Room for legs that wait for a slot, so that they are seen to be preparing; the rest of a backlog stays pending in the queue.
    private const int WaitingRoom = 2;

    // Some thousand packages of ordinary size: what is on its way to the hubs, not a backlog.
    private const long FreshPackageBytes = 8 * 1024 * 1024;

    public static IServiceCollection AddHandoff(this IServiceCollection services, HandoffOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<JitterSource>(() => Random.Shared.NextDouble());
        services.AddSingleton(options.Node);
        services.AddSingleton(new ProcessInstance(Guid.NewGuid(), OnlyOne: options.Store == StoreKind.Sqlite));
        services
            .AddIntake(options)
            .AddAuthorization(options)
            .AddRouting(options)
            .AddTransfers(options)
            .AddHubs(options)
            .AddDurability(durability => durability
                .UseStore(options)
                .UseBus(options)
                .Options(engine => engine.MaxGroup = options.MostInCommit ?? engine.MaxGroup)
                .Options(engine => engine.StoreAwayAfter = options.StoreAwayAfter)
                .Saga<TransferStateMachine, TransferState>(TransfersEndpoint, new TransferTable())
                .InProcessOnly<GuardianSignoffComplete>()
                .InProcessOnly<RedeliveryRequested>()
                .Consumer<VaultTransferConsumer>(VaultLegEndpoint, options.Vault.Concurrency * WaitingRoom)
                .Consumer<NextNodeTransferConsumer>(NextNodeLegEndpoint, options.Floor.Concurrency * WaitingRoom)
                .Consumer<AlertConsumer>(AlertsEndpoint, AlertConcurrency));
        return services.AddIntakeThatRuns(options);
    }

    private static DurabilityConfigurator UseBus(this DurabilityConfigurator durability, HandoffOptions options)
    {
        if (!options.Bus.RepliesOverBus)
        {
            durability
                .InProcessOnly<VaultTransferCompleted>()
                .InProcessOnly<VaultTransferFaulted>()
                .InProcessOnly<NextNodeTransferCompleted>()
                .InProcessOnly<NextNodeTransferFaulted>();
        }

        return options.Bus.Broker is { } broker
            ? durability.UseRabbitMq(broker).RawExchange(AlertExchange.Declared).RawExchange(BrokerTarget.Exchange).TakeFromForeigners(options)
            : durability.UseInMemoryBus();
    }

    // Receipts are taken also while no hub is configured for the broker: late ones complete their legs all the same.
    private static DurabilityConfigurator TakeFromForeigners(this DurabilityConfigurator durability, HandoffOptions options)
    {
        durability
            .RawEndpoint<QueueIntake>(QueueIntake.Queue, ForeignConcurrency, QueueIntake.Bindings)
            .RawEndpoint<ReceiptIntake>(HubExchanges.Receipts, ForeignConcurrency);
        if (options.Vault.Connector == Packages.Connectors.Amqp)
            durability.RawExchange(HubExchanges.Vault);
        if (options.Floor.Connector == Packages.Connectors.Amqp)
            durability.RawExchange(HubExchanges.Nodes);
        return durability;
    }

    private static DurabilityConfigurator UseStore(this DurabilityConfigurator durability, HandoffOptions options) =>
        options.Store == StoreKind.Postgres ? durability.UsePostgres(options.ConnectionString) : durability.UseSqlite(options.ConnectionString);

    private static IServiceCollection AddIntake(this IServiceCollection services, HandoffOptions options)
    {
        services.AddSingleton(options.Intake);
        services.AddSingleton<ISignoffIntake, SignoffIntake>();
        services.AddSingleton<RejectionThrottle>();
        services.AddSingleton<RejectionLog>();
        services.AddSingleton<UnreportedRejections>();
        services.AddSingleton<IRedeliveryService, RedeliveryService>();
        return services;
    }

    /// <summary>Starts after the store and the bus, and stops before them: what cannot be finished is not begun.</summary>
    private static IServiceCollection AddIntakeThatRuns(this IServiceCollection services, HandoffOptions options)
    {
        services.AddHostedService<RejectionSummaries>();
        if (options.IntakeFolder is { } folder)
        {
            services.AddSingleton(new FolderIntakeOptions(folder));
            services.AddHostedService<FolderIntake>();
        }

        return services;
    }

    private static IServiceCollection AddAuthorization(this IServiceCollection services, HandoffOptions options)
    {
        services.AddSingleton(provider => options.GuardianJwks is { } file ? new GuardianKeys(Keys(provider, "Guardian:Jwks", file)) : GuardianKeys.NotChecked);
        services.AddSingleton<SignoffAuthorization>();
        return services;
    }

    private static IServiceCollection AddRouting(this IServiceCollection services, HandoffOptions options)
    {
        services.AddSingleton(new ContractRecheckInterval(options.ContractsRecheck));
        services.TryAddSingleton<ISmartContractLibrary>(provider => new SmartContractFolder(options.ContractsFolder, provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static IServiceCollection AddTransfers(this IServiceCollection services, HandoffOptions options)
    {
        services.AddSingleton(new LegSettingsOf(
            Settings(options.Vault, options.Redelivery.Vault), Settings(options.Floor, options.Redelivery.NextNode)));
        services.TryAddSingleton<PublishedCheckpoint>();
        services.TryAddSingleton<StoredEntries>();
        services.AddSingleton<ILedgerRoots, LedgerRoots>();
        services.AddSingleton<DisputeAlertThrottle>();
        services.AddSingleton<LedgerRecorder>();
        services.AddSingleton<TransferLedger>();
        services.AddSingleton(new Packages.PackageCache(FreshPackageBytes));
        services.AddSingleton<AuthorizationActivities>();
        services.AddSingleton<RoutingActivities>();
        services.AddSingleton<VaultActivities>();
        services.AddSingleton<OperatorActivities>();
        services.AddSingleton<SettlementActivities>();
        services.AddSingleton(provider => new Transfers.Legs(
            Verbs(provider, Destination.VaultHub), Verbs(provider, Destination.NextNode)));
        return services;
    }

    private static IServiceCollection AddHubs(this IServiceCollection services, HandoffOptions options)
    {
        services.AddSingleton(options.Alerts with { Broker = options.Bus.Broker is not null });
        services.AddSingleton<PendingLegReplies>();
        if (options.Bus.RepliesOverBus)
            services.AddSingleton<ILegReplies, PublishedReplies>();
        else
            services.AddSingleton<ILegReplies, DispatchedReplies>();
        services.AddSingleton<AlertRaiser>();
        services.AddSingleton<AlertPost>();
        services.AddSingleton<ReportedHeads>();
        services.AddSingleton(provider => new ReceiptSignaturesOf(
            Signatures(provider, "Hubs:Vault:Jwks", options.Vault), Signatures(provider, "Hubs:Floor:Jwks", options.Floor)));
        services.TryAddKeyedSingleton<IHubConnector>(Destination.VaultHub, (provider, _) => Http(provider, Destination.VaultHub, options.Vault));
        services.TryAddKeyedSingleton<IHubConnector>(Destination.NextNode, (provider, _) => Http(provider, Destination.NextNode, options.Floor));
        services.AddSingleton(provider => new LegDeliveries(
            Delivery(provider, Destination.VaultHub, options.Vault), Delivery(provider, Destination.NextNode, options.Floor)));
        return services;
    }

    private static HttpHubConnector Http(IServiceProvider provider, Destination destination, HubOptions hub) =>
        ActivatorUtilities.CreateInstance<HttpHubConnector>(provider, hub, provider.GetRequiredService<ReceiptSignaturesOf>().For(destination));

    // A leg keeps the protocol it began with; over a broker that is possible wherever there is one.
    private static HubConnectors Connectors(IServiceProvider provider, Destination destination, HubOptions hub)
    {
        var connectors = new Dictionary<string, IHubConnector> { [Packages.Connectors.Http] = provider.GetRequiredKeyedService<IHubConnector>(destination) };
        if (provider.GetService<IRawPublisher>() is not null)
            connectors[Packages.Connectors.Amqp] = ActivatorUtilities.CreateInstance<AmqpHubConnector>(provider, hub);
        return new HubConnectors(connectors);
    }

    private static ReceiptSignatures Signatures(IServiceProvider provider, string setting, HubOptions hub) =>
        new(hub.Jwks is { } file ? Keys(provider, setting, file) : null, provider.GetRequiredService<TimeProvider>());

    private static KeyFile Keys(IServiceProvider provider, string setting, string file) =>
        ActivatorUtilities.CreateInstance<KeyFile>(provider, setting, file);

    private static LegActivities Verbs(IServiceProvider provider, Destination destination) =>
        ActivatorUtilities.CreateInstance<LegActivities>(provider, destination, provider.GetRequiredService<LegSettingsOf>().For(destination));

    private static LegDelivery Delivery(IServiceProvider provider, Destination destination, HubOptions hub) => new(
        destination,
        Connectors(provider, destination, hub),
        new HubConcurrencyLimiter(hub.Concurrency),
        provider.GetRequiredService<LegSettingsOf>().For(destination),
        ActivatorUtilities.CreateInstance<ReceiptDeadlines>(provider, destination),
        provider.GetRequiredService<ReportedHeads>(),
        provider.GetRequiredService<ProcessInstance>(),
        provider.GetRequiredService<Packages.PackageCache>(),
        provider.GetRequiredService<IRowReader>(),
        provider.GetRequiredService<IUnitsOfWork>(),
        provider.GetRequiredService<IStorePresence>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<LegDelivery>>());

    // The connector ends an exchange by itself at its time-out; the leg's deadline stands behind it for everything that does not end.
    private static LegSettings Settings(HubOptions hub, RedeliveryPolicy redelivery) =>
        new(hub.Connector, hub.Timeout + TimeSpan.FromSeconds(10), redelivery);
}
