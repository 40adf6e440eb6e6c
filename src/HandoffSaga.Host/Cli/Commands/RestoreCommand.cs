using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Durability;
using HandoffSaga.Host.Backups;
using HandoffSaga.Host.Settings;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Restores a station from a backup.</summary>
internal static class RestoreCommand
{
    /// <summary>Builds <c>handoff restore</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var folder = new Argument<string>("FOLDER") { Description = "A folder that \"handoff backup\" made" };
        var command = new HandoffCommand("restore", "Restores a lost station from a backup; what is still on the machine is kept")
        {
            Notes = """
                Stop the service first. Verifies every file of the backup before it touches anything. Never overwrites: while a store, or a part of one,
                is in its place, it refuses and says how to move it away. ledger.key, ledger.key.head and ledger/ that are still there are newer than
                the backup, and stay. Prints which commands come next.
                Exit code 3 when FOLDER is no backup, 5 when the service runs or something is in the way, 6 when the backup is damaged.
                """,
            Examples = [("restore /backup/2025-06-02", "")],
        };
        command.Add(folder);
        var config = ConfigOption.Of(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (config.ToMigrateBy(parsed, cli) is not { } settings)
                    return ExitCode.WrongUsage;
                if (settings.Store.Kind == StoreKind.Postgres)
                {
                    return cli.Fail(
                        ExitCode.WrongUsage,
                        "The store is PostgreSQL: restore it with pg_restore or from the base backup, and the files beside it by hand (deploy/BACKUP.md)."
                    );
                }

                try
                {
                    var source = Path.GetFullPath(parsed.GetRequiredValue(folder), cli.WorkingFolder);
                    Say(cli, settings, await BackupRestoring.Restore(source, settings, cancellationToken));
                    return ExitCode.Done;
                }
                catch (BackupRefusedException refused)
                {
                    return cli.Fail(refused.ExitCode, refused.Message);
                }
                catch (StoreInUseException running)
                {
                    return cli.Fail(ExitCode.Conflict, $"Nothing was restored. {running.Message}");
                }
            }
        );
        return command;
    }

    private static void Say(CliContext cli, HandoffSettings settings, RestoredBackup restored)
    {
        var (manifest, output) = (restored.Manifest, cli.Messages);
        output.Line(
            StyledText.Good("Restored: "),
            $"{settings.DataFolder} is {manifest.NodeId} as of {manifest.MadeAt:yyyy-MM-dd HH:mm:ss} UTC."
        );
        foreach (var kept in restored.Kept)
            output.Line($"Kept, because it was there: {kept}");
        if (Environment.IsPrivilegedProcess)
            output.Line($"The files belong to {cli.User}: give them to the user of the service (chown) if that is another one.");
        output.Line("Next:");
        if (restored.IsOlder)
        {
            output.Line(
                $"  handoff ledger resume --reason \"...\"   # {restored.Signed} entries were signed, the store has {manifest.Ledger.StoreSize}"
            );
        }

        output.Line("  start the service");
        output.Line("  handoff ledger verify");
        if (restored.IsOlder)
        {
            output.Line(
                $"Signoffs accepted later than the backup are in the ledger only: \"handoff ledger show --from {manifest.Ledger.StoreSize}\" lists them; Guardian submits again what has no transfer_complete."
            );
        }
    }
}
