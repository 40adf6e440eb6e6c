using HandoffSaga.Authorization;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Benchmarks.Station;
using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using HandoffSaga.Identity;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.SmartContracts;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace HandoffSaga.Benchmarks.Plant;

/// <summary>
/// A dispatcher of the plant as it is shipped: signatures verified, ledger and attempts written, the log published, quorum queues; only the
/// hubs answer at once, in process.
/// </summary>
internal sealed class HandoffSagaPlant(PlantServers servers, string folder) : IVariant, ICommitObserver
{
    private const string Origin = "handoff.local/NODE-LP-001";

    private IHost? _host;
    private IConnection? _guardian;
    private IChannel? _intake;
    private long _units;

    /// <summary>Another database than the servers' own.</summary>
    public string Database { get; init; } = servers.Database;

    /// <summary>Whether events are sequenced and published meanwhile, as they are in a dispatcher.</summary>
    public bool Log { get; init; } = true;

    /// <summary>The ledger's key; replicas share one.</summary>
    public string KeyFile { get; init; } = Path.Combine(folder, "ledger.key");

    public IHubConnector Vault { get; init; } = new HandoffSagaStation.InstantHub();

    public IHubConnector NextNode { get; init; } = new HandoffSagaStation.InstantHub();

    public RedeliveryPolicy Redelivery { get; init; } = RedeliveryPolicy.Default;

    public bool CommandsStayLocal { get; init; }

    public bool RepliesOverBroker { get; init; }

    /// <summary>How many saga events one commit may take along; null for as many as wait.</summary>
    public int? MostInCommit { get; init; }

    public event Action<string>? Completed;

    /// <summary>Raised with each transfer as it was committed.</summary>
    public event Action<TransferState>? Progressed;

    public long Units => Interlocked.Read(ref _units);

    public async Task Start()
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "SC-2025-001-CP-TEST1.yaml"), HandoffSagaStation.NextContract);
        var jwks = Path.Combine(folder, "guardian.jwks.json");
        await File.WriteAllBytesAsync(jwks, Workload.Key.ToPublicJwks());
        var hub = new HubOptions { Url = new Uri("http://127.0.0.1:9/") };
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddKeyedSingleton<IHubConnector>(Destination.VaultHub, Vault);
        builder.Services.AddKeyedSingleton<IHubConnector>(Destination.NextNode, NextNode);
        builder.Services.AddSingleton<ICommitObserver>(this);
        builder.Services.AddHandoff(
            new HandoffOptions
            {
                Node = new NodeIdentity
                {
                    NodeId = "NODE-LP-001",
                    Domain = "NDT",
                    SmartId = "SMART-NODE-LP-001",
                    LedgerOrigin = Origin,
                },
                Store = new StoreOptions
                {
                    Kind = StoreKind.Postgres,
                    ConnectionString = Database,
                    MostInCommit = MostInCommit,
                },
                Bus = new BusOptions
                {
                    Provider = BusProvider.RabbitMq,
                    Urls = [servers.Broker],
                    Commands = CommandsStayLocal ? KeptMessagePath.Local : KeptMessagePath.Broker,
                    RepliesOverBroker = RepliesOverBroker,
                },
                Hubs = new(hub, hub),
                Redelivery = new(Redelivery, Redelivery),
                Contracts = new ContractsOptions { Folder = folder },
                Guardian = new GuardianOptions { Jwks = jwks },
            }
        );
        if (Log)
        {
            builder.Services.AddLedgerLog(
                new LedgerLogOptions(Origin, KeyFile, Path.Combine(folder, "ledger"))
                {
                    CheckpointFile = Path.Combine(folder, "ledger.key.head"),
                }
            );
        }

        _host = builder.Build();
        await _host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await _host.StartAsync();
        _guardian = await new ConnectionFactory { Uri = servers.Broker }.CreateConnectionAsync();
        _intake = await _guardian.CreateChannelAsync(BatchStage.Confirmed);
    }

    public async Task Submit(string packageId, byte[] signoff) =>
        await _intake!.BasicPublishAsync(
            "guardian.signoffs",
            "",
            mandatory: true,
            new BasicProperties { Persistent = true, ContentType = "application/json" },
            signoff
        );

    public void Committed(CommittedUnit unit)
    {
        Interlocked.Increment(ref _units);
        if (unit.Saga is not TransferState transfer)
        {
            return;
        }

        Progressed?.Invoke(transfer);
        if (transfer.CompletedAt is not null)
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
