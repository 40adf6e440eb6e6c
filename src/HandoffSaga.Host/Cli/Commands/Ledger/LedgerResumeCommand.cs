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

internal static class LedgerResumeCommand
{
    public static Command Create(CliContext cli)
    {
        var reason = new Option<string>("--reason")
        {
            Description = "Why, for the ledger",
            Required = true,
            HelpName = "TEXT",
        };
        var by = new Option<string>("--by") { Description = "Who, for the ledger (default: the user of this process)", HelpName = "NAME" };
        var known = new Option<string[]>("--checkpoint")
        {
            Description = "A checkpoint of another replica or of the witness: the ledger goes on after the newest of all",
            HelpName = "FILE",
        };
        var command = new HandoffCommand("resume", "Lets the ledger go on after its database was restored from an older copy, or lost")
        {
            Notes = """
                For a service that says THE LEDGER IS HALTED because its database is an older copy, when there is no newer one. Takes the entries the database
                lacks back from Ledger:Folder and writes an entry that says so; no head that was ever signed is contradicted. Stop the service first, all
                replicas of it, and start it afterwards; of several replicas, resume by the one that published most, and give it the others' newest checkpoints. Only the ledger comes back, not the transfers: what the copy does not know has to be handed in again. Exit code 5 when it would fork
                the ledger or the database is in use, with what to do.
                """,
            Examples = [("ledger resume --reason \"disk of NODE-001 lost, restored the copy of 2 June\" --by \"J. Doe\"", "")],
        };
        command.Add(reason);
        command.Add(by);
        command.Add(known);
        command.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValue(reason)))
                result.AddError("--reason is for those who read the ledger later: say why.");
        });
        var config = ConfigOption.Of(command);
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
                            : $"The ledger goes on: {resumed.Signed - resumed.Held} entries, {resumed.Held} to {resumed.Signed - 1}, came back from the published log. Start the service, then \"handoff ledger verify\"."
                    );
                    return ExitCode.Done;
                }
                catch (Exception refused) when (refused is LedgerHaltedException or StoreInUseException)
                {
                    return cli.Fail(ExitCode.Conflict, refused.Message);
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
