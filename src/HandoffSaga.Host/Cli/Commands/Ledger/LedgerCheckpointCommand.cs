using System.CommandLine;
using System.Text;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Ledger;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Prints the ledger's current signed checkpoint, or its verifier key.</summary>
internal static class LedgerCheckpointCommand
{
    /// <summary>Builds <c>handoff ledger checkpoint</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var onlyKey = new Option<bool>("--vkey") { Description = "Print the log's verifier key instead, for auditors" };
        var command = new HandoffCommand("checkpoint", "The ledger's current signed checkpoint")
        {
            Notes =
                "Keep one now and then where the station cannot reach it: with it you can show later whether anything before it was changed.",
            Examples = [("ledger checkpoint > checkpoint-2025-06-01.txt", ""), ("ledger checkpoint --vkey", "")],
        };
        command.Add(onlyKey);
        var log = LogOptions.Of(command, withKey: false);
        command.SetAction(
            (parsed, cancellationToken) =>
                log.Use(
                    parsed,
                    cli,
                    async open =>
                    {
                        if (parsed.GetValue(onlyKey))
                        {
                            if (open.Key is null)
                            {
                                return cli.Fail(
                                    ExitCode.NotFound,
                                    "The configured Ledger:KeyFile does not exist; the first start of \"handoff run\" creates it."
                                );
                            }

                            cli.Data.Raw(open.Key.ToString());
                            return ExitCode.Done;
                        }

                        if (await open.Tiles.Read(TileReading.CheckpointResource, cancellationToken) is not { } note)
                            return cli.Fail(ExitCode.NotFound, "There is no checkpoint yet.");
                        if (!SignedNote.TryParse(note, out _, out var problem))
                            return cli.Fail(ExitCode.CheckFoundSomething, problem);
                        cli.Data.Raw(Encoding.UTF8.GetString(note));
                        return ExitCode.Done;
                    }
                )
        );
        return command;
    }
}
