using HandoffSaga.Host.Cli.Terminal;
using HandoffSaga.Host.Settings;
using HandoffSaga.Ledger;
using HandoffSaga.Sequencing;
using HandoffSaga.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Holds the events in a station's database to its published log.</summary>
internal static class LedgerAgainstStore
{
    /// <summary>The report with what is wrong in the database; says so where it cannot be looked at.</summary>
    public static async Task<LedgerReport> Compare(
        Surroundings surroundings, ITileSource tiles, LedgerReport report, StoreSettings store, CancellationToken cancellationToken)
    {
        if (report.Checkpoint is not { } head)
            return report;
        if (store.Provider != StoreProvider.Sqlite || !File.Exists(new SqliteConnectionStringBuilder(store.ConnectionString).DataSource))
        {
            surroundings.Messages.Line(Ink.Warning("The database is not here: only the published ledger was verified."));
            return report;
        }

        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(store.ConnectionString).AddSingleton<LoggedEvents>().BuildServiceProvider();
        var stored = services.GetRequiredService<LoggedEvents>().Entries(0, head.Checkpoint.Size, cancellationToken);
        var found = await StoredEventsCheck.Compare(tiles, head.Checkpoint.Size, stored, cancellationToken);
        return report with { Findings = [.. report.Findings, .. found] };
    }
}
