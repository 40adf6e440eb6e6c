using HandoffSaga.Authorization;
using HandoffSaga.Benchmarks.Driving;
using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using HandoffSaga.Identity;
using HandoffSaga.Intake;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;
using HandoffSaga.Redelivery;
using HandoffSaga.SmartContracts;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Benchmarks.Station;

/// <summary>
/// The station as it is shipped: SQLite with synchronous=FULL on a real disk, ledger and attempts written; only the hubs answer at once, in
/// process.
/// </summary>
internal sealed class HandoffSagaStation(string folder) : IVariant, ICommitObserver
{
    private IHost? _host;
    private long _units;

    public IHubConnector? Vault { get; init; }

    public IHubConnector? NextNode { get; init; }

    public RedeliveryPolicy Redelivery { get; init; } = RedeliveryPolicy.Default;

    /// <summary><c>both-up</c>, or which one is <c>-down</c> or <c>-silent</c>.</summary>
    public string Hubs { get; init; } = "both-up";

    /// <summary>What is put in place of the product's own services.</summary>
    public Action<IServiceCollection> With { get; init; } = _ => { };

    /// <summary>Whether events are sequenced and published meanwhile, as they are in a station.</summary>
    public bool Log { get; init; } = true;

    /// <summary>With a hub down nothing becomes fully complete; then a handoff counts when this leg is through.</summary>
    public bool? MeasuredLegIsVault { get; init; }

    public event Action<string>? Completed;

    /// <summary>Raised with each transfer as it was committed.</summary>
    public event Action<TransferState>? Progressed;

    public long Units => Interlocked.Read(ref _units);

    public async Task Start()
    {
        Directory.CreateDirectory(folder);
        var contracts = Path.Combine(folder, "contracts");
        Directory.CreateDirectory(contracts);
        await File.WriteAllTextAsync(Path.Combine(contracts, "SC-2025-001-CP-TEST1.yaml"), NextContract);
        var jwks = Path.Combine(folder, "guardian.jwks.json");
        await File.WriteAllBytesAsync(jwks, Workload.Key.ToPublicJwks());
        var hub = new HubOptions { Url = new Uri("http://127.0.0.1:9/") };
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddKeyedSingleton<IHubConnector>(Destination.VaultHub, Vault ?? Hub("vault"));
        builder.Services.AddKeyedSingleton<IHubConnector>(Destination.NextNode, NextNode ?? Hub("node"));
        builder.Services.AddSingleton<ICommitObserver>(this);
        builder.Services.AddHandoff(
            new HandoffOptions
            {
                Node = new NodeIdentity
                {
                    NodeId = "NODE-LP-001",
                    Domain = "NDT",
                    SmartId = "SMART-NODE-LP-001",
                },
                Store = new StoreOptions { ConnectionString = $"Data Source={Path.Combine(folder, "handoff.db")}" },
                Hubs = new(hub, hub),
                Redelivery = new(Redelivery, Redelivery),
                Contracts = new ContractsOptions { Folder = contracts },
                Guardian = new GuardianOptions { Jwks = jwks },
            }
        );
        if (Log)
        {
            builder.Services.AddLedgerLog(
                new LedgerLogOptions("handoff.local/NODE-LP-001", Path.Combine(folder, "ledger.key"), Path.Combine(folder, "ledger"))
            );
        }

        With(builder.Services);
        _host = builder.Build();
        await _host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await _host.StartAsync();
    }

    /// <summary>A service of the station that runs.</summary>
    public T Service<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();

    public async Task Submit(string packageId, byte[] signoff)
    {
        var result = await _host!
            .Services.GetRequiredService<ISignoffIntake>()
            .Accept(signoff, "http", contentType: null, CancellationToken.None);
        if (result is not (IntakeResult.Accepted or IntakeResult.Duplicate))
        {
            throw new InvalidOperationException($"{packageId} was not accepted: {result}");
        }
    }

    public void Committed(CommittedUnit unit)
    {
        Interlocked.Increment(ref _units);
        if (unit.Saga is not TransferState transfer)
        {
            return;
        }

        Progressed?.Invoke(transfer);
        if (IsThrough(transfer))
        {
            Completed?.Invoke(transfer.PackageId);
        }
    }

    private bool IsThrough(TransferState transfer) =>
        MeasuredLegIsVault switch
        {
            null => transfer.CompletedAt is not null,
            true => transfer.Vault.Status == LegStatus.Complete,
            false => transfer.NextNode.Status == LegStatus.Complete,
        };

    private IHubConnector Hub(string name) =>
        Hubs == $"{name}-down" ? new DownHub()
        : Hubs == $"{name}-silent" ? new SilentHub()
        : new InstantHub();

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
    }

    internal const string NextContract = """
        smart_contract_id: SC-2025-001-CP-TEST1
        clientpo_id: CPO-2025-001
        contract_type: test
        test_type: CP
        sequence_number: 2
        routing_trigger:
          type: workflow_complete
          is_final_contract: true
        """;

    private sealed class DownHub : IHubConnector
    {
        public Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken) =>
            Task.FromResult(
                DeliveryOutcome.Failed(
                    AttemptOutcome.Transient,
                    ErrorCodes.Transport(TransportFault.ConnectionRefused),
                    "connection refused"
                )
            );
    }

    private sealed class SilentHub : IHubConnector
    {
        public async Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return DeliveryOutcome.Failed(AttemptOutcome.NoReply, ErrorCodes.NoReply, "no answer");
        }
    }

    internal sealed class InstantHub : IHubConnector
    {
        public Task<DeliveryOutcome> Deliver(Delivery delivery, CancellationToken cancellationToken) =>
            Task.FromResult(
                DeliveryOutcome.Delivered(Evidence.Receipt) with
                {
                    ReceiptId = "R-1",
                    ReceivedBy = "instant",
                    StatusCode = 200,
                }
            );
    }
}
