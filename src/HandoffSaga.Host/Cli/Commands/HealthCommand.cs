using System.CommandLine;
using System.Net;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>
/// Prints whether a running service is ready. It also serves as the health check of a container that has no other client.
/// </summary>
internal static class HealthCommand
{
    /// <summary>Builds <c>handoff health</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var command = new HandoffCommand("health", "Whether a running service accepts signoffs, and why not")
        {
            Notes =
                "Exit code 0 when it is ready, else 1. Needs no token. A hub that is down does not make a service unready: deliveries to it wait.",
            Examples = [("health", ""), ("health --url http://127.0.0.1:5090", "another replica")],
        };
        var service = ServiceOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var answer = await client.Ready(cancellationToken);
                        if (
                            answer.Status is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable)
                            || answer.Read(ApiJson.Default.HealthAnswer) is not { Status: { } status } health
                        )
                        {
                            return answer.Succeeded
                                ? cli.Fail(ExitCode.Failed, "The server is not a handoff service: check --url and HANDOFF_URL.")
                                : cli.Fail(answer);
                        }

                        if (service.Json(parsed))
                            cli.Data.Json(answer.Body);
                        else
                            Show(cli.Data, status, health);
                        return answer.Succeeded ? ExitCode.Done : ExitCode.Failed;
                    }
                )
        );
        return command;
    }

    private static void Show(ConsoleOutput output, string status, HealthAnswer health)
    {
        output.Line(status == "ready" ? StyledText.Good(status) : StyledText.Bad(status));
        foreach (var check in health.Checks ?? [])
            output.Line("  ", check.Name, "  ", check.Ok == true ? StyledText.Good("ok") : StyledText.Bad("not ok"), "  ", check.Detail);
    }
}
