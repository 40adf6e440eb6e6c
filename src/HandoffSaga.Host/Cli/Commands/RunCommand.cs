using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Station;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Runs the service until it is stopped.</summary>
internal static class RunCommand
{
    /// <summary>Builds <c>handoff run</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var command = new HandoffCommand(
            "run",
            "Runs the service: accepts signoffs, delivers to both hubs, keeps the ledger, serves the HTTP API"
        )
        {
            Notes = """
                SIGTERM or SIGINT drains and ends with exit code 0; a second one ends at once. Neither loses an accepted signoff.
                Invalid values and unknown settings stop the start with exit code 2 and one line for each; "handoff config" shows them all.
                """,
            Examples = [("run", ""), ("run --config /etc/handoff/handoff.json", "")],
        };
        var config = ConfigOption.Of(command);
        command.SetAction(
            async (parsed, interrupted) =>
            {
                if (config.ToStartBy(parsed, cli) is not { } settings)
                    return ExitCode.WrongUsage;
                var asked = await StationHost.Run(
                    settings,
                    logging => StationLog.ToStandardError(logging, cli.ErrorWantsColour),
                    interrupted
                );
                return asked ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return command;
    }
}
