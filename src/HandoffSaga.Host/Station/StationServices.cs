using HandoffSaga.Alerts;
using HandoffSaga.Durability;
using HandoffSaga.Host.Api;
using HandoffSaga.Host.Settings;
using HandoffSaga.Hubs;
using HandoffSaga.Identity;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Packages;
using HandoffSaga.Redelivery;
using HandoffSaga.Signoffs;
using HandoffSaga.Status;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Station;

/// <summary>What a station is made of. <c>run</c> and <c>demo</c> both come through here.</summary>
internal static class StationServices
{
    public static IServiceCollection AddHandoffStation(this IServiceCollection services, HandoffSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(Store(settings), settings.Store.ConnectionString);
        services.AddHostedService<SchemaAtStart>();
        services.AddHandoff(Options(settings));
        services.AddLedgerLog(Log(settings));
        services.AddLedgerForwarding(new ForwardingOptions { Url = settings.Ledger.ForwardUrl, Broker = settings.Bus.Provider == BusProvider.RabbitMq });
        services.AddSingleton<IReadiness, StationReadiness>();
        return services.AddHandoffApi(new HandoffApiOptions
        {
            // The settings insist on a token wherever others can reach the API; one that is given anyway is meant.
            Required = settings.Api.TokenFile is not null,
            TokenFile = settings.Api.TokenFile,
            MaxSignoffBytes = settings.Intake.MaxBytes,
        });
    }

    public static void MapHandoffStation(this WebApplication app)
    {
        app.UseHandoffApi();
        app.MapHandoffApi();
    }

    /// <summary>What the station's parts are told, from what the configuration says.</summary>
    internal static HandoffOptions Options(HandoffSettings settings) => new()
    {
        Node = new NodeIdentity(settings.Node.Id, settings.Node.StationType, settings.Node.Domain, settings.Node.SmartId, settings.Ledger.Origin),
        Store = Store(settings),
        ConnectionString = settings.Store.ConnectionString,
        StoreAwayAfter = settings.Store.AwayAfter,
        Bus = Bus(settings),
        Vault = Hub(settings.Hubs.Vault),
        Floor = Hub(settings.Hubs.Floor),
        Redelivery = new RedeliveryPolicies(Policy(settings.Hubs.Vault.Redelivery), Policy(settings.Hubs.Floor.Redelivery)),
        ContractsFolder = settings.Contracts.Folder,
        ContractsRecheck = settings.Contracts.Recheck,
        Alerts = new AlertTargets { FloorHubUrl = settings.Alerts.FloorHubUrl, Urls = settings.Alerts.Urls },
        GuardianJwks = settings.Guardian.Verification == GuardianVerification.Required ? settings.Guardian.Jwks : null,
        Intake = new IntakeLimits(settings.Intake.MaxBytes),
        IntakeFolder = settings.Intake.Folder,
    };

    internal static LedgerLogOptions Log(HandoffSettings settings) => new(settings.Ledger.Origin, settings.Ledger.KeyFile, settings.Ledger.Folder)
    {
        HeadFile = Path.Combine(settings.DataFolder, Path.GetFileName(settings.Ledger.KeyFile) + ".head"),
        Witness = settings.Ledger.Witness is { } witness ? new WitnessOptions(witness.Url, witness.VKey) : null,
    };

    private static BusOptions Bus(HandoffSettings settings) => new()
    {
        Broker = settings.Bus.Provider == BusProvider.RabbitMq
            ? new RabbitMqOptions
            {
                Hosts = settings.Bus.Urls,
                QueueType = settings.Bus.QueueType == QueueType.Classic ? BrokerQueueType.Classic : BrokerQueueType.Quorum,
                KeptMessages = settings.Bus.Commands == MessagePath.Local ? KeptMessagePath.Local : KeptMessagePath.Broker,
                ConnectionName = $"handoff {settings.Node.Id} {settings.Node.Instance}",
            }
            : null,
        RepliesOverBus = settings.Bus.Replies == MessagePath.Broker,
    };

    internal static StoreKind Store(HandoffSettings settings) =>
        settings.Store.Provider == StoreProvider.Postgres ? StoreKind.Postgres : StoreKind.Sqlite;

    private static HubOptions Hub(HubSettings hub) => new()
    {
        Connector = hub.Connector == HubConnector.Amqp ? Connectors.Amqp : Connectors.Http,
        Url = hub.Url,
        Timeout = hub.Timeout,
        Concurrency = hub.Concurrency,
        ReceiptDeadline = hub.ReceiptDeadline,
        BearerTokenFile = hub.BearerTokenFile,
        Jwks = hub.Jwks,
    };

    private static RedeliveryPolicy Policy(RedeliverySettings redelivery) =>
        new(redelivery.Delays, redelivery.Jitter, redelivery.AfterEscalation, redelivery.MaxRetryAfter);
}
