using System.CommandLine;
using System.Net;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Health;

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
            Notes = """
                Each part is ok, warn (signoffs are accepted, and a person should look) or failed. Needs no token.
                Exit code 0 when the service is ready, with warnings or without; 1 when it is not, when nothing
                answers, and when something else than a handoff service does. A hub that is down does not make a
                service unready: deliveries to it wait.
                """,
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
        var checks = health.Checks ?? [];
        var warnings = checks.Count(check => check.Word == HealthStates.Warn);
        output.Line(
            status == "ready" ? StyledText.Good(status) : StyledText.Bad(status),
            warnings switch
            {
                0 => "",
                1 => ", with 1 warning",
                _ => $", with {warnings} warnings",
            }
        );
        List<StyledText[]> rows = [];
        foreach (var check in checks)
        {
            rows.Add([check.Name, Word(check.Word), check.Detail]);
            if (check.WhatToDo is { } advice)
                rows.Add(["", "", StyledText.Strong(advice)]);
        }

        output.Columns(rows, "  ");
    }

    private static StyledText Word(string state) =>
        state switch
        {
            HealthStates.Ok => StyledText.Good(state),
            HealthStates.Warn => StyledText.Warning(state),
            _ => StyledText.Bad(state),
        };
}
