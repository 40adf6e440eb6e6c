using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Ledger;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Checks a proof file with only the log's verifier key.</summary>
internal static class LedgerVerifyProofCommand
{
    /// <summary>Builds <c>handoff ledger verify-proof</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var file = new Argument<string>("FILE") { Description = "The file \"handoff ledger prove\" wrote; - is standard input" };
        var key = new Option<string>("--vkey")
        {
            Description = "The log's verifier key; do not take it from the file",
            Required = true,
            HelpName = "VKEY",
        };
        var command = new HandoffCommand("verify-proof", "Checks a proof file with only the log's verifier key")
        {
            Notes = "Exit code 6 when something in it is not proved. A proof cannot show what happened after its checkpoint.",
            Examples =
            [
                ("ledger verify-proof proof.json --vkey handoff.local/NODE-001+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", ""),
            ],
        };
        command.Add(file);
        command.Add(key);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (!NoteVerifierKey.TryParse(parsed.GetRequiredValue(key), out var log))
                    return cli.Fail(ExitCode.WrongUsage, "--vkey is not a verifier key.");
                if (
                    !ProofBundleFormat.TryParse(
                        await cli.Read(parsed.GetRequiredValue(file), cancellationToken),
                        out var bundle,
                        out var problem
                    )
                )
                {
                    return cli.Fail(ExitCode.CheckFoundSomething, $"{parsed.GetValue(file)}: {problem}");
                }

                var verdict = ProofBundleVerifier.Verify(bundle, log, []);
                foreach (var finding in verdict.Findings)
                    cli.Fail(ExitCode.CheckFoundSomething, finding.Message);
                if (!verdict.IsProved)
                    return ExitCode.CheckFoundSomething;
                foreach (var proved in bundle.Entries)
                {
                    var entry = LedgerEntry.Parse(proved.Utf8.Span);
                    cli.Data.Line(
                        $"{EntryNumber.Column(proved.Index)}  {entry.OccurredAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}  ",
                        StyledText.Strong(entry.Action),
                        $"  {entry.Details}"
                    );
                }

                cli.Messages.Line(
                    StyledText.Good("Proved: "),
                    $"{bundle.Entries.Count} entries of {bundle.PackageId} in the ledger {log.Name} at {verdict.Checkpoint!.Checkpoint.Size} entries"
                );
                return ExitCode.Done;
            }
        );
        return command;
    }
}
