using System.CommandLine;
using System.Net;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>For people, and for what watches a container that has no other program to ask with.</summary>
internal static class HealthCommand
{
    public static Command Create(CliContext cli)
    {
        var command = new HandoffCommand("health", "Whether a running service takes signoffs, and what keeps it from doing so")
        {
            Notes =
                "Exit code 0 when it is ready, else 1. Needs no token. A hub that is down does not make a service unready: what is for it waits.",
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
                                ? cli.Fail(ExitCode.Failed, "What answers there is not a handoff service.")
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

    private static void Show(ConsoleOutput screen, string status, HealthAnswer health)
    {
        screen.Line(status == "ready" ? StyledText.Good(status) : StyledText.Bad(status));
        foreach (var check in health.Checks ?? [])
            screen.Line("  ", check.Name, "  ", check.Ok == true ? StyledText.Good("ok") : StyledText.Bad("not ok"), "  ", check.Detail);
    }
}
