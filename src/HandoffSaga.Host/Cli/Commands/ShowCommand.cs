using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints status, route, attempts and audit trail of a package.</summary>
internal static class ShowCommand
{
    /// <summary>Builds <c>handoff show</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var package = PackageArgument.Create();
        var command = new HandoffCommand("show", "Everything about one package: status, route, attempts and audit trail")
        {
            Notes = "With --json: one object with the members transfer, attempts and audit, each exactly as the service sent it.",
            Examples = [("show PKG-2025-001-LP-TEST1", "")],
        };
        command.Add(package);
        var service = ServiceOptions.Of(command, times: true);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var id = parsed.GetRequiredValue(package);
                        ApiAnswer[] answers =
                        [
                            await client.Transfer(id, cancellationToken),
                            await client.Attempts(id, cancellationToken),
                            await client.Audit(id, cancellationToken),
                        ];
                        if (answers.FirstOrDefault(answer => !answer.Succeeded) is { } failed)
                            return cli.Fail(failed);
                        if (service.Json(parsed))
                        {
                            cli.Data.Json(Together(answers));
                            return ExitCode.Done;
                        }

                        return Show(cli, answers, service.Times(parsed, cli));
                    }
                )
        );
        return command;
    }

    private static int Show(CliContext cli, ApiAnswer[] answers, ShownTimes times)
    {
        if (
            answers[0].Read(ApiJson.Default.TransferAnswer) is not { } transfer
            || answers[1].Read(ApiJson.Default.AttemptsAnswer) is not { } attempts
            || answers[2].Read(ApiJson.Default.AuditAnswer) is not { } audit
        )
        {
            return cli.Fail(ExitCode.Failed, "The server is not a handoff service: check --url and HANDOFF_URL.");
        }

        var output = cli.Data;
        TransferText.Summary(output, transfer, times);
        output.Line("");
        TransferText.Particulars(output, transfer, times);
        output.Line("");
        output.Line(StyledText.Strong("Attempts"));
        TransferText.Attempts(output, attempts, times, "  ");
        output.Line("");
        output.Line(StyledText.Strong("Audit trail"));
        TransferText.Audit(output, audit, times, "  ");
        return ExitCode.Done;
    }

    private static byte[] Together(ApiAnswer[] answers) =>
        [
            .. "{\"transfer\":"u8,
            .. answers[0].Body,
            .. ",\"attempts\":"u8,
            .. answers[1].Body,
            .. ",\"audit\":"u8,
            .. answers[2].Body,
            .. "}"u8,
        ];
}
