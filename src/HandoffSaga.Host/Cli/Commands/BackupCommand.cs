using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Backups;
using HandoffSaga.Host.Settings;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Makes a backup of a station.</summary>
internal static class BackupCommand
{
    /// <summary>Builds <c>handoff backup</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var folder = new Argument<string>("FOLDER") { Description = "The folder to make; it must not exist, or be empty" };
        var command = new HandoffCommand("backup", "Makes a verified backup of a station: store, ledger and its key, while it runs or not")
        {
            Notes = """
                Copies the store, then ledger.key.head, ledger/ and ledger.key, checks that they can be restored, and writes manifest.json with the
                digest of each file. FOLDER is there when all of it is on the disk, not before. Whoever has the copy of ledger.key can sign as this
                ledger: protect it like a password. Guardian's keys, tokens and settings are yours to keep.
                With PostgreSQL it makes none and says what to do. Exit code 5 when FOLDER exists, 6 when what was copied could not be restored.
                """,
            Examples = [("backup /backup/2025-06-02", ""), ("backup /backup/2025-06-02 --config /etc/handoff/handoff.json", "")],
        };
        command.Add(folder);
        var config = ConfigOption.Of(command, ofService: true);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (config.ToMigrateBy(parsed, cli) is not { } settings)
                    return ExitCode.WrongUsage;
                if (settings.Store.Kind == StoreKind.Postgres)
                    return cli.Fail(ExitCode.WrongUsage, OnPostgres(settings));
                var target = Path.GetFullPath(parsed.GetRequiredValue(folder), cli.WorkingFolder);
                try
                {
                    var manifest = await BackupMaking.Make(settings, target, cli.Clock, cancellationToken);
                    Note(cli, settings, new LastBackup(manifest.MadeAt, target));
                    cli.Messages.Line(
                        StyledText.Good("Backed up: "),
                        $"{target} has {manifest.Files.Count} files and {manifest.Files.Sum(file => file.Size)} bytes; the ledger at {manifest.Ledger.Size} entries. It was verified."
                    );
                    return ExitCode.Done;
                }
                catch (BackupRefusedException refused)
                {
                    return cli.Fail(refused.ExitCode, refused.Message);
                }
            }
        );
        return command;
    }

    private static string OnPostgres(HandoffSettings settings) =>
        "The store is PostgreSQL: no backup is made. Take pg_dump or a base backup first, then "
        + $"{settings.Ledger.CheckpointFile}, {settings.Ledger.Folder} and {settings.Ledger.KeyFile} of one dispatcher (deploy/BACKUP.md).";

    private static void Note(CliContext cli, HandoffSettings settings, LastBackup last)
    {
        try
        {
            last.Write(settings.DataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cli.Messages.Line(
                StyledText.Warning("handoff: "),
                $"The backup is whole, but {LastBackup.PathIn(settings.DataFolder)} cannot be written, so its age is not known later: {e.Message}"
            );
        }
    }
}
