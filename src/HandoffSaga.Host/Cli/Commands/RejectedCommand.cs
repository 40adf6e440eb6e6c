using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

internal static class RejectedCommand
{
    public static Command Create(CliContext cli)
    {
        var package = new Option<string?>("--package") { Description = "Only what named this package id", HelpName = "PACKAGE" };
        var command = new HandoffCommand("rejected", "Signoffs that were refused, and why; a refused one moves nothing")
        {
            Notes = "What was received is in the JSON, up to 64 KiB of each.",
            Examples = [("rejected", ""), ("rejected --package PKG-2025-001-LP-TEST1 --json", "")],
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
                        var answer = await client.Rejected(parsed.GetValue(package), cancellationToken);
                        return cli.Print(answer, service.Json(parsed), ApiJson.Default.RejectedAnswer, Show);
                    }
                )
        );
        return command;
    }

    private static void Show(ConsoleOutput screen, RejectedAnswer rejected)
    {
        List<StyledText[]> rows = [TransferText.Head("RECEIVED", "PACKAGE", "BY", "REASON", "DETAIL")];
        rows.AddRange(
            (rejected.Items ?? []).Select(item =>
                new StyledText[] { item.ReceivedAt, item.PackageId ?? "-", item.Source ?? "-", StyledText.Bad(item.Reason), item.Detail }
            )
        );
        screen.Columns(rows);
    }
}
