using HandoffSaga.Alerts;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Station;
using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using HandoffSaga.Redelivery;
using HandoffSaga.Storage;
using HandoffSaga.Storage.Postgres;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>A dispatcher of the plant as it is shipped: signatures verified, ledger and attempts written, quorum queues; only the hubs answer at once, in process.</summary>
internal sealed class HandoffSagaPlant(PlantServers servers, string folder) : IVariant, ICommitObserver
{
    private IHost? _host;
    private IConnection? _guardian;
    private IChannel? _intake;

    public bool CommandsStayLocal { get; init; }

    public bool RepliesOverBroker { get; init; }

    /// <summary>How many saga events one commit may take along; null for as many as wait.</summary>
    public int? MostInCommit { get; init; }

    public event Action<string>? Completed;

    public async Task Start()
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "SC-2025-001-CP-TEST1.yaml"), HandoffSagaStation.NextContract);
        var jwks = Path.Combine(folder, "guardian.jwks.json");
        await File.WriteAllBytesAsync(jwks, Workload.Key.ToPublicJwks());
        var hub = new HubOptions { Url = new Uri("http://127.0.0.1:9/") };
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddKeyedSingleton<IHubConnector>(Destination.VaultHub, new HandoffSagaStation.InstantHub());
        builder.Services.AddKeyedSingleton<IHubConnector>(Destination.NextNode, new HandoffSagaStation.InstantHub());
        builder.Services.AddSingleton<ICommitObserver>(this);
        builder.Services.AddHandoff(new HandoffOptions
        {
            Node = new NodeIdentity("NODE-LP-001", "station", "NDT", "SMART-NODE-LP-001", "handoff.local/NODE-LP-001"),
            Store = StoreKind.Postgres,
            ConnectionString = servers.Database,
            Bus = new BusOptions
            {
                Broker = new RabbitMqOptions { Hosts = [servers.Broker], KeptMessages = CommandsStayLocal ? KeptMessagePath.Local : KeptMessagePath.Broker },
                RepliesOverBus = RepliesOverBroker,
            },
            Vault = hub,
            Floor = hub,
            Redelivery = new RedeliveryPolicies(RedeliveryPolicy.Default, RedeliveryPolicy.Default),
            ContractsFolder = folder,
            GuardianJwks = jwks,
            Alerts = new AlertTargets(),
            MostInCommit = MostInCommit,
        });
        builder.Services.AddPostgresStorage(servers.Database);
        _host = builder.Build();
        await _host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await _host.StartAsync();
        _guardian = await new ConnectionFactory { Uri = servers.Broker }.CreateConnectionAsync();
        _intake = await _guardian.CreateChannelAsync(BatchStage.Confirmed);
    }

    public async Task Submit(string packageId, byte[] signoff) =>
        await _intake!.BasicPublishAsync("guardian.signoffs", "", mandatory: true, new BasicProperties { Persistent = true, ContentType = "application/json" }, signoff);

    public void Committed(CommittedUnit unit)
    {
        if (unit.Saga is TransferState { CompletedAt: not null } transfer)
        {
            Completed?.Invoke(transfer.PackageId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        if (_guardian is not null)
        {
            await _guardian.DisposeAsync();
        }
    }
}
