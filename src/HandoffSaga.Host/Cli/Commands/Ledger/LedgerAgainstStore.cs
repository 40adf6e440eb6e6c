using HandoffSaga.Client.Terminal;
using HandoffSaga.Durability.Sqlite;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;
using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Compares the entries in a station's database with its published log.</summary>
internal static class LedgerAgainstStore
{
    /// <summary>Adds the database's findings to the report; prints a warning when there is no database here.</summary>
    public static async Task<LedgerReport> Compare(
        CliContext cli,
        ITileSource tiles,
        LedgerReport report,
        HandoffSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (report.Checkpoint is not { } head)
            return report;
        if (settings.Store.Kind == StoreKind.Sqlite)
        {
            var database = new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource;
            if (!File.Exists(database))
            {
                cli.Messages.Line(StyledText.Warning("No database found: only the published ledger was verified."));
                return report;
            }

            SqliteStamp.Check(database);
        }

        await using var services = new ServiceCollection()
            .AddLogging()
            .AddStorage(settings.Store)
            .AddSingleton<StoredEntries>()
            .BuildServiceProvider();
        var stored = services.GetRequiredService<StoredEntries>().Entries(0, head.Checkpoint.Size, cancellationToken);
        try
        {
            var found = await StoredEntriesCheck.Compare(tiles, head.Checkpoint.Size, stored, cancellationToken);
            return report with { Findings = [.. report.Findings, .. found] };
        }
        catch (Exception failure) when (StoreReadFailure.Explain(failure, settings.Store) is { } explained)
        {
            throw explained;
        }
    }
}
