using HandoffSaga.Durability;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Sequencing;

/// <summary>Registers the log over the ledger's events.</summary>
internal static class SequencingRegistration
{
    // Some seconds of a busy station.
    private const int MostCommittedBytes = 16 * 1024 * 1024;

    /// <summary>Call it after the engine and the alerts are registered, so that it starts after them and stops before.</summary>
    public static IServiceCollection AddLedgerLog(this IServiceCollection services, LedgerLogOptions options) => services
        .AddSingleton(options)
        .AddSingleton<LoggedEvents>()
        .AddSingleton(new CommittedEntries(MostCommittedBytes))
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<CommittedEntries>())
        .AddSingleton<Sequencer>()
        .AddSingleton<LedgerPublisher>()
        .AddSingleton<Cosigning>()
        .AddSingleton<LedgerLog>()
        .AddSingleton<LedgerWaker>()
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<LedgerWaker>())
        .AddHostedService(provider => provider.GetRequiredService<LedgerLog>());
}
