using HandoffSaga.Durability;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Sequencing;

/// <summary>Registers the log over the ledger's events.</summary>
internal static class SequencingRegistration
{
    /// <summary>Call it after the engine and the alerts are registered, so that it starts after them and stops before.</summary>
    public static IServiceCollection AddLedgerLog(this IServiceCollection services, LedgerLogOptions options) => services
        .AddSingleton(options)
        .AddSingleton<LoggedEvents>()
        .AddSingleton<Sequencer>()
        .AddSingleton<LedgerPublisher>()
        .AddSingleton<Cosigning>()
        .AddSingleton<LedgerLog>()
        .AddSingleton<LedgerWaker>()
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<LedgerWaker>())
        .AddHostedService(provider => provider.GetRequiredService<LedgerLog>());
}
