using HandoffSaga.Durability;
using HandoffSaga.Health;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.LedgerLog.Witnessing;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.LedgerLog;

/// <summary>Registers the ledger's log.</summary>
internal static class LedgerLogRegistration
{
    // A few seconds of a busy station.
    private const int MostCommittedBytes = 16 * 1024 * 1024;

    /// <summary>Registers the services that record entries and read the log, whether or not it is published in this process.</summary>
    public static IServiceCollection AddLedgerRecording(this IServiceCollection services) =>
        services
            .AddSingleton<LedgerRecorder>()
            .AddSingleton<PublishedCheckpoint>()
            .AddSingleton<StoredEntries>()
            .AddSingleton<ILedgerRoots, LedgerRoots>();

    /// <summary>Call it after the engine and the alerts are registered, so that it starts after them and stops before.</summary>
    public static IServiceCollection AddLedgerLog(this IServiceCollection services, LedgerLogOptions options) =>
        services
            .AddSingleton(options)
            .AddSingleton(new CommittedEntryBuffer(MostCommittedBytes))
            .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<CommittedEntryBuffer>())
            .AddSingleton<Sequencer>()
            .AddSingleton<LedgerPublisher>()
            .AddSingleton<CheckpointCosigner>()
            .AddSingleton<LedgerLogService>()
            .AddSingleton<IHealthSource, LedgerHealth>()
            .AddSingleton<LedgerWaker>()
            .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<LedgerWaker>())
            .AddHostedService(provider => provider.GetRequiredService<LedgerLogService>());
}
