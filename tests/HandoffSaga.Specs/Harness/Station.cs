using System.Collections.Concurrent;
using HandoffSaga.Alerts;
using HandoffSaga.Authorization;
using HandoffSaga.Closing;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Hubs;
using HandoffSaga.Hubs.Amqp;
using HandoffSaga.Identity;
using HandoffSaga.Intake;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.SmartContracts;
using HandoffSaga.Status;
using HandoffSaga.Storage;
using HandoffSaga.Transfers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Specs.Harness;

/// <summary>
/// A whole station on a database of its own: the real saga, engine, store and consumers; the hubs and the clock are the specification's.
/// States are awaited by their commits, not by looking again and again.
/// </summary>
internal sealed class Station : IAsyncDisposable, ICommitObserver
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("station-").FullName;
    private readonly TransferTable _table = new();
    private readonly ConcurrentDictionary<string, TransferState> _latest = new();
    private readonly List<(string PackageId, Func<TransferState, bool> Is, TaskCompletionSource<TransferState> Reached)> _awaited = [];
    private TaskCompletionSource _nextCommit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IHost? _host;

    public SettableClock Clock { get; } = new(new DateTimeOffset(2025, 6, 1, 14, 0, 0, TimeSpan.Zero));
    public ScriptedHub Vault { get; } = new();
    public ScriptedHub Floor { get; } = new();
    public AlertOptions Alerts { get; set; } = new();

    /// <summary>Where the station logs; null: nowhere.</summary>
    public ILoggerProvider? Log { get; set; }

    public CommandsDone CommandsDone { get; } = new();

    /// <summary>The broker where the hubs are reached over one; null: they are not.</summary>
    public ScriptedBroker? Broker { get; set; }

    public string VaultConnector { get; set; } = "http";
    public string FloorConnector { get; set; } = "http";
    public int Concurrency { get; set; } = 16;
    public RedeliveryPolicy Redelivery { get; set; } = RedeliveryPolicy.Default;

    /// <summary>What is drawn for every wait: 0.5 leaves it as it is.</summary>
    public double Jitter { get; set; } = 0.5;

    public GuardianVerification Verification { get; set; } = GuardianVerification.Required;
    public string GuardianJwks => Path.Combine(_folder, "guardian.jwks.json");
    public string Contracts => Path.Combine(_folder, "contracts");
    public string Folder => _folder;
    public string Database => Path.Combine(_folder, "handoff.db");

    public ISignoffIntake Door => _host!.Services.GetRequiredService<ISignoffIntake>();
    public IRedeliveryService Desk => _host!.Services.GetRequiredService<IRedeliveryService>();
    public ILegClosingService Closer => _host!.Services.GetRequiredService<ILegClosingService>();
    public TransferQueries Queries => _host!.Services.GetRequiredService<TransferQueries>();
    public IServiceProvider Services => _host!.Services;

    /// <summary>A station whose next contract is there.</summary>
    public static async Task<Station> Started(Action<Station>? given = null)
    {
        var station = new Station();
        Directory.CreateDirectory(station.Contracts);
        station.GivenContract("SC-2025-001-CP-TEST1");
        await File.WriteAllBytesAsync(station.GuardianJwks, SampleSignoffs.Key.ToPublicJwks());
        given?.Invoke(station);
        await station.Start();
        return station;
    }

    public void GivenContract(string id, string? text = null) =>
        File.WriteAllText(
            Path.Combine(Contracts, id + ".yaml"),
            text
                ?? $"""
                smart_contract_id: {id}
                clientpo_id: CPO-2025-001
                contract_type: test
                test_type: CP
                sequence_number: 2
                routing_trigger:
                  type: workflow_complete
                  is_final_contract: true
                """
        );

    /// <summary>What was committed here, as the log of this very process knows it.</summary>
    public CommittedEntryBuffer Entries { get; } = new(mostBytes: 1024 * 1024);

    public async Task Start()
    {
        var hub = new HubOptions { Url = new Uri("http://127.0.0.1:9/"), Concurrency = Concurrency };
        var (vault, floor) = (hub with { Connector = VaultConnector }, hub with { Connector = FloorConnector });
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        if (Log is { } log)
            builder.Logging.AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<JitterSource>(() => Jitter);
        builder.Services.AddSingleton<MassTransit.IConsumeObserver>(CommandsDone);
        builder.Services.AddSingleton<ICommitObserver>(this);
        builder.Services.AddSingleton<ICommitObserver>(Entries);
        builder.Services.AddKeyedSingleton<IHubConnector>(Destination.VaultHub, Vault);
        builder.Services.AddKeyedSingleton<IHubConnector>(Destination.NextNode, Floor);
        if (Broker is { } broker)
        {
            builder.Services.AddSingleton<IRawPublisher>(broker);
            builder.Services.AddSingleton<IPoisonedMessages>(broker);
            builder.Services.AddSingleton<ReceiptIntake>();
            builder.Services.AddSingleton<QueueIntake>();
        }

        builder.Services.AddHandoff(
            new HandoffOptions
            {
                Node = new NodeIdentity
                {
                    NodeId = "NODE-LP-001",
                    Domain = "NDT",
                    SmartId = "SMART-NODE-LP-001",
                },
                Store = new StoreOptions { ConnectionString = $"Data Source={Database}" },
                Hubs = new(vault, floor),
                Redelivery = new(Redelivery, Redelivery),
                Contracts = new ContractsOptions { Folder = Contracts },
                Guardian = new GuardianOptions { Verification = Verification, Jwks = GuardianJwks },
                Alerts = Alerts,
            }
        );
        _host = builder.Build();
        await _host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await _host.StartAsync();
    }

    /// <summary>The station goes down as it is and comes up on the same files.</summary>
    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    public async Task Stop()
    {
        await _host!.StopAsync();
        _host.Dispose();
        _host = null;
    }

    public Task<IntakeResult> Send(byte[] signoff, string? contentType = null) =>
        Door.Accept(signoff, "http", contentType, CancellationToken.None);

    /// <summary>A message from the receipts' queue.</summary>
    public Task Receive(RawMessage receipt) => Services.GetRequiredService<ReceiptIntake>().Handle(receipt, CancellationToken.None);

    /// <summary>Returns at the next commit from now on.</summary>
    public Task NextCommit() => _nextCommit.Task.WaitAsync(Patience);

    /// <summary>The transfer once this is true of it.</summary>
    public Task<TransferState> Until(string packageId, Func<TransferState, bool> isTrue)
    {
        lock (_awaited)
        {
            if (_latest.TryGetValue(packageId, out var latest) && isTrue(latest))
            {
                return Task.FromResult(latest);
            }

            var reached = new TaskCompletionSource<TransferState>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((packageId, isTrue, reached));
            return reached.Task.WaitAsync(Patience);
        }
    }

    /// <summary>The entries of one transfer, in the order they were written.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> LedgerOf(string packageId) =>
        [.. (await AllLedgerEntries()).Where(e => e.PackageId == packageId)];

    public async Task<IReadOnlyList<LedgerEntry>> AllLedgerEntries()
    {
        var entries = new List<LedgerEntry>();
        await using var connection = new SqliteConnection($"Data Source={Database}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select entry from ledger_entries order by seq";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            entries.Add(LedgerEntry.Parse((byte[])reader[0]));
        }

        return entries;
    }

    public async Task<long> OutboxRows() => await Count("outbox");

    /// <summary>Returns once the table has so many rows.</summary>
    public Task UntilWritten(string table, int rows) => UntilCounted(table, count => count >= rows);

    /// <summary>Returns once a message is in the outbox for later, and nothing else is.</summary>
    public Task UntilScheduled() => UntilCounted("outbox where released = 0 and 1 = (select count(*) from outbox)", count => count == 1);

    private async Task UntilCounted(string rows, Func<long, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var next = _nextCommit.Task;
            if (isEnough(await Count(rows)))
            {
                return;
            }

            await next.WaitAsync(patience.Token);
        }
    }

    public Task<TransferState> UntilComplete(string packageId) => Until(packageId, transfer => transfer.CompletedAt is not null);

    public void Committed(CommittedUnit unit)
    {
        Interlocked.Exchange(ref _nextCommit, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        if (unit.Saga is not TransferState transfer)
        {
            return;
        }

        // A copy: the saga's next event may be changing the instance while a specification looks at it.
        var snapshot = _table.Deserialize(_table.Serialize(transfer));
        lock (_awaited)
        {
            _latest[snapshot.PackageId] = snapshot;
            foreach (var awaited in _awaited.Where(a => a.PackageId == snapshot.PackageId && a.Is(snapshot)).ToArray())
            {
                awaited.Reached.TrySetResult(snapshot);
                _awaited.Remove(awaited);
            }
        }
    }

    /// <summary>Rows of a table, or of a part of it.</summary>
    public async Task<long> Count(string table)
    {
        await using var connection = new SqliteConnection($"Data Source={Database}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {table}";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Vault.Open();
        Floor.Open();
        if (_host is not null)
        {
            await Stop();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
