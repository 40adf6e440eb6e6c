using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Lists rejected signoffs and the reasons.</summary>
internal static class RejectedCommand
{
    /// <summary>Builds <c>handoff rejected</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var package = new Option<string?>("--package") { Description = "Only signoffs with this package id", HelpName = "PACKAGE" };
        var command = new HandoffCommand("rejected", "Rejected signoffs and the reasons; a rejected signoff moves nothing")
        {
            Notes = "The JSON contains the received bytes, up to 64 KiB of each signoff.",
            Examples = [("rejected", ""), ("rejected --package PKG-2025-001-LP-TEST1 --json", "")],
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
                        var answer = await client.Rejected(parsed.GetValue(package), cancellationToken);
                        return cli.Print(
                            answer,
                            service.Json(parsed),
                            ApiJson.Default.RejectedAnswer,
                            (output, rejected) => Show(output, rejected, service.Times(parsed, cli))
                        );
                    }
                )
        );
        return command;
    }

    private static void Show(ConsoleOutput output, RejectedAnswer rejected, ShownTimes times)
    {
        List<StyledText[]> rows = [TransferText.Head("RECEIVED", "PACKAGE", "BY", "REASON", "DETAIL")];
        rows.AddRange(
            (rejected.Items ?? []).Select(item =>
                new StyledText[]
                {
                    times.Of(item.ReceivedAt),
                    item.PackageId ?? "-",
                    item.Source ?? "-",
                    StyledText.Bad(item.Reason),
                    item.Detail,
                }
            )
        );
        output.Columns(rows);
    }
}
