using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Sqlite;
using HandoffSaga.Host.Settings;
using HandoffSaga.Host.Station;
using HandoffSaga.LedgerLog.Publishing;
using HandoffSaga.LedgerLog.Recovery;
using HandoffSaga.LedgerLog.Sequencing;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Resumes the ledger after its database was lost or restored from an older copy.</summary>
internal static class LedgerResumeCommand
{
    /// <summary>Builds <c>handoff ledger resume</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var reason = new Option<string>("--reason")
        {
            Description = "The reason, for the ledger",
            Required = true,
            HelpName = "TEXT",
        };
        var by = new Option<string>("--by")
        {
            Description = "The requester, for the ledger (default: the user of this process)",
            HelpName = "NAME",
        };
        var known = new Option<string[]>("--checkpoint")
        {
            Description = "A checkpoint of another replica or of the witness: the ledger continues after the newest one",
            HelpName = "FILE",
        };
        var command = new HandoffCommand("resume", "Resumes the ledger after its database was lost or restored from an older copy")
        {
            Notes = """
                For a service that reports LEDGER HALTED because its database is an older copy, when there is no newer one. Restores the entries that the
                database lacks from Ledger:Folder, and records the resumption as an entry; every checkpoint ever signed stays valid. Stop the service first, all
                replicas of it, and start it afterwards. With several replicas, use the one that published most, and pass it the newest checkpoints of the others.
                Only the ledger is restored, not the transfers: submit the signoffs that the copy lacks again. Exit code 5 when it would fork the
                ledger or the database is in use; the message says what to do.
                """,
            Examples = [("ledger resume --reason \"disk of NODE-001 lost, restored the copy of 2 June\" --by \"J. Doe\"", "")],
        };
        command.Add(reason);
        command.Add(by);
        command.Add(known);
        command.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValue(reason)))
                result.AddError("--reason must not be empty: it explains the resumption to readers of the ledger.");
        });
        var config = ConfigOption.Of(command, ofService: true);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (config.ToMigrateBy(parsed, cli) is not { } settings)
                    return ExitCode.WrongUsage;
                try
                {
                    var notes = new List<byte[]>();
                    foreach (var file in parsed.GetValue(known) ?? [])
                        notes.Add(await File.ReadAllBytesAsync(Path.GetFullPath(file, cli.WorkingFolder), cancellationToken));
                    var resumed = await Resume(
                        cli,
                        settings,
                        parsed.GetRequiredValue(reason),
                        parsed.GetValue(by) ?? cli.User,
                        notes,
                        cancellationToken
                    );
                    cli.Messages.Line(
                        resumed.Held == resumed.Signed
                            ? $"Nothing to resume: the database holds all {resumed.Signed} entries that were signed."
                            : $"Ledger resumed: {resumed.Signed - resumed.Held} entries, {resumed.Held} to {resumed.Signed - 1}, were restored from the published log. Start the service, then \"handoff ledger verify\"."
                    );
                    return ExitCode.Done;
                }
                catch (Exception conflict) when (conflict is LedgerHaltedException or StoreInUseException)
                {
                    return cli.Fail(ExitCode.Conflict, conflict.Message);
                }
            }
        );
        return command;
    }

    private static async Task<Resumed> Resume(
        CliContext cli,
        HandoffSettings settings,
        string reason,
        string by,
        IReadOnlyList<byte[]> notes,
        CancellationToken cancellationToken
    )
    {
        DataFolder.Create(settings.DataFolder);
        DataFolder.CreateStore(settings.Store);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(cli.Clock)
            .AddStorage(settings.Store)
            .AddSingleton<StoredEntries>()
            .AddSingleton(settings.Ledger)
            .AddSingleton(settings.Node)
            .AddSingleton<LedgerResume>()
            .BuildServiceProvider();
        await services.GetRequiredService<ISchema>().Migrate(cancellationToken);
        using var alone =
            settings.Store.Kind == StoreKind.Sqlite
                ? SqliteFileLock.Take(new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource)
                : null;
        return await services.GetRequiredService<LedgerResume>().Resume(reason, by, notes, cancellationToken);
    }
}
