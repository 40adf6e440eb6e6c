using HandoffSaga.Alerts;
using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.LedgerLog.Witnessing;
using HandoffSaga.Outbound.Tls;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace HandoffSaga.Specs.LedgerLog;

/// <summary>The log of one process over a station's database, moved by hand. Several are several replicas.</summary>
internal sealed class Replica : IDisposable
{
    private const string Own = "replica";

    public const string Origin = "handoff.local/NODE-LP-001";

    private readonly LedgerPublisher _publisher;

    public Replica(Station station, string name = Own, int mostInGroup = 500, string? keyFile = null, WitnessOptions? witness = null)
    {
        Options = new LedgerLogOptions(Origin, keyFile ?? Path.Combine(station.Folder, "ledger.key"), Path.Combine(station.Folder, name))
        {
            MostInGroup = mostInGroup,
            Witness = witness,
        };
        var services = station.Services;
        var events = new StoredEntries(services.GetRequiredService<IDbContextFactory<HandoffDbContext>>());
        var units = services.GetRequiredService<IUnitsOfWork>();
        // Two in one process are two processes in truth, and the station knows the head of the first only.
        Head = name == Own ? services.GetRequiredService<PublishedCheckpoint>() : new PublishedCheckpoint();
        Sequencer = new Sequencer(
            events,
            name == Own ? station.Entries : new CommittedEntryBuffer(mostBytes: 0),
            units,
            Options,
            station.Clock
        );
        _publisher = new LedgerPublisher(events, Options, Head, Said);
        var waker = new LedgerWaker();
        CheckpointCosigner = new CheckpointCosigner(
            events,
            Options,
            Head,
            waker,
            new TlsOptions(),
            station.Clock,
            NullLogger<CheckpointCosigner>.Instance
        );
        Log = new LedgerLogService(
            events,
            Sequencer,
            _publisher,
            CheckpointCosigner,
            Options,
            waker,
            units,
            services.GetRequiredService<AlertRaiser>(),
            station.Clock,
            NullLogger<LedgerLogService>.Instance
        );
    }

    public LedgerLogOptions Options { get; }

    /// <summary>What its publisher wrote into the log.</summary>
    public LoggedLines<LedgerPublisher> Said { get; } = new();

    public PublishedCheckpoint Head { get; }

    public Sequencer Sequencer { get; }

    public CheckpointCosigner CheckpointCosigner { get; }

    public LedgerLogService Log { get; }

    public NoteVerifierKey Key => _publisher.VerifierKey;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<Replica> Opened()
    {
        await Log.Open(Cancellation);
        return this;
    }

    public Task CatchUp() => Log.CatchUp(Cancellation);

    public async Task<LedgerReport> Verified()
    {
        var report = await LogVerifier.VerifyFolder(Options.Folder, Key, [], [], Cancellation);
        report.Findings.ShouldBeEmpty();
        return report;
    }

    public void Dispose()
    {
        Log.Dispose();
        _publisher.Dispose();
        CheckpointCosigner.Dispose();
    }
}
