using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

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
            Notes = "Exit code 3 when there is no such transfer.",
            Examples = [("status PKG-2025-001-LP-TEST1", ""), ("status PKG-2025-001-LP-TEST1 --json | jq -r .status", "for a script")],
        };
        command.Add(package);
        var service = ServiceOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var answer = await client.Transfer(parsed.GetRequiredValue(package), cancellationToken);
                        return cli.Print(answer, service.Json(parsed), ApiJson.Default.TransferAnswer, TransferText.Summary);
                    }
                )
        );
        return command;
    }
}
