using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Cli.Commands.Waiting;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints the status of a package and of both its legs.</summary>
internal static class StatusCommand
{
    /// <summary>Builds <c>handoff status</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var package = PackageArgument.Create();
        var command = new HandoffCommand("status", "The status of a package and of both its legs")
        {
            Notes = $"Exit code 3 when there is no such transfer.\n{WaitOptions.Notes}",
            Examples =
            [
                ("status PKG-2025-001-LP-TEST1 --watch", "until both hubs have confirmed"),
                ("status PKG-2025-001-LP-TEST1", ""),
                ("status PKG-2025-001-LP-TEST1 --json | jq -r .status", "for a script"),
            ],
        };
        command.Add(package);
        var wait = WaitOptions.Of(command);
        var service = ServiceOptions.Of(command, times: true);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var (id, json) = (parsed.GetRequiredValue(package), service.Json(parsed));
                        if (wait.Wait(parsed, client, cli, json) is { } waiting)
                        {
                            var waited = await waiting.Until(id, leg: null, cancellationToken);
                            if (waited.Answer.Succeeded)
                                Show(waited.Answer);
                            return waited.ExitCode;
                        }

                        return Show(await client.Transfer(id, cancellationToken));

                        int Show(ApiAnswer answer) =>
                            cli.Print(
                                answer,
                                json,
                                ApiJson.Default.TransferAnswer,
                                (output, transfer) => TransferText.Summary(output, transfer, service.Times(parsed, cli))
                            );
                    }
                )
        );
        return command;
    }
}
