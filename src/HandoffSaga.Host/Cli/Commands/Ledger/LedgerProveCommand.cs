using System.CommandLine;
using System.Text;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Ledger;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Writes a file that proves a package's ledger entries.</summary>
internal static class LedgerProveCommand
{
    /// <summary>Builds <c>handoff ledger prove</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var package = PackageArgument.Create();
        var target = new Option<string?>("--out") { Description = "The file for the proof (default: standard output)", HelpName = "FILE" };
        var command = new HandoffCommand("prove", "Writes a file with a package's entries, the proof of each, and the checkpoint")
        {
            Notes = "The recipient checks the file offline with \"handoff ledger verify-proof\" and the log's verifier key.",
            Examples =
            [
                ("ledger prove PKG-2025-001-LP-TEST1 --out proof.json", ""),
                ("ledger prove PKG-2025-001-LP-TEST1 --url http://127.0.0.1:5080 --out proof.json", ""),
            ],
        };
        command.Add(package);
        command.Add(target);
        var log = LogOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                log.Use(
                    parsed,
                    cli,
                    async open =>
                    {
                        var (head, problem) = await open.Head(cancellationToken);
                        if (head is null)
                            return cli.Fail(open.Key is null ? ExitCode.WrongUsage : ExitCode.NotFound, problem!);
                        var packageId = parsed.GetRequiredValue(package);
                        var places = await PackageEntries.Find(open.Tiles, head.Checkpoint.Size, packageId, cancellationToken);
                        if (places.Count == 0)
                        {
                            return cli.Fail(
                                ExitCode.NotFound,
                                $"The published ledger has no entry of {packageId} among its {head.Checkpoint.Size}."
                            );
                        }

                        var file = ProofBundleFormat.Write(await ProofBundle.Build(packageId, head, open.Tiles, places, cancellationToken));
                        if (parsed.GetValue(target) is { } path)
                            await File.WriteAllBytesAsync(Path.GetFullPath(path, cli.WorkingFolder), file, cancellationToken);
                        else
                            cli.Data.Raw(Encoding.UTF8.GetString(file));
                        cli.Messages.Line(
                            $"{places.Count} entries of {packageId}, proved in the ledger {head.Checkpoint.Origin} at {head.Checkpoint.Size} entries"
                        );
                        return ExitCode.Done;
                    }
                )
        );
        return command;
    }
}
