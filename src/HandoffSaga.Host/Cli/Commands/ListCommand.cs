using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Legs;
using HandoffSaga.Status;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Lists transfers that match filters, newest first.</summary>
internal static class ListCommand
{
    private static readonly string[] Statuses = [.. OverallStatus.Vocabulary.Names];
    private static readonly string[] LegStatuses = [.. LegStatusNames.Vocabulary.Names];

    /// <summary>Builds <c>handoff list</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var command = new HandoffCommand("list", "Transfers, newest first; all given filters must match")
        {
            Notes = $"""
                --status: {string.Join(", ", Statuses[..6])},
                {string.Join(", ", Statuses[6..])}.
                --leg-status: {string.Join(", ", LegStatuses)}.
                Times: {PastTime.Forms}; 1h is an hour ago, and what names no zone is UTC.
                --from is inclusive, --to is exclusive.
                """,
            Examples =
            [
                ("list --status escalated", "what needs attention"),
                ("list --leg vault_hub --leg-status retry_pending", "what waits for the Vault Hub"),
                ("list --since 1h", "what came in the last hour"),
                ("list --from 2025-06-01 --to 2025-07-01 --limit 200 --json", ""),
            ],
        };
        List<(string Parameter, Option<string?> Option)> filters = [];
        Filter("status", "Overall status of the transfer", "STATUS").AcceptOnlyFromAmong(Statuses);
        var leg = LegOption.Create("The leg that --leg-status, --error and --attempts-min apply to; default either");
        filters.Add(("leg", leg));
        command.Add(leg);
        Filter("leg-status", "Status of a leg", "STATUS").AcceptOnlyFromAmong(LegStatuses);
        Filter("error", "Part of a leg's last error", "TEXT");
        Filter("clientpo-id", "The client's purchase order", "ID");
        Filter("part-id", "The part", "ID");
        Filter("part-number", "The part's number", "NUMBER");
        Filter("station", "The station the next-node leg goes to", "STATION");
        Filter("test-id", "The test", "ID");
        Time("from", "Received at this time or later").Aliases.Add("--since");
        Time("to", "Received before this time");
        Filter("attempts-min", "Minimum number of attempts of a leg", "N").Validators.Add(WholeNumber);
        Filter("cursor", "The cursor printed after the previous page", "CURSOR");
        Filter("limit", "Maximum number of transfers", "N").Validators.Add(WholeNumber);
        var service = ServiceOptions.Of(command, times: true);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var query = filters.Select(filter => KeyValuePair.Create(filter.Parameter, Value(filter, parsed)));
                        var answer = await client.Transfers(query, cancellationToken);
                        return cli.Print(
                            answer,
                            service.Json(parsed),
                            ApiJson.Default.TransfersAnswer,
                            (output, page) => Show(output, cli.Messages, page, service.Times(parsed, cli))
                        );
                    }
                )
        );
        return command;

        Option<string?> Filter(string name, string description, string value)
        {
            var option = new Option<string?>($"--{name}") { Description = description, HelpName = value };
            filters.Add((name.Replace('-', '_'), option));
            command.Add(option);
            return option;
        }

        Option<string?> Time(string name, string description)
        {
            var option = Filter(name, description, "TIME");
            option.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && !PastTime.TryRead(token.Value, cli.Clock.GetUtcNow(), out _))
                    result.AddError($"'{token.Value}' is not a time: write {PastTime.Forms}.");
            });
            return option;
        }

        string? Value((string Parameter, Option<string?> Option) filter, ParseResult parsed) =>
            parsed.GetValue(filter.Option) is { } text
            && filter.Parameter is "from" or "to"
            && PastTime.TryRead(text, cli.Clock.GetUtcNow(), out var time)
                ? Rfc3339(time)
                : parsed.GetValue(filter.Option);
    }

    private static string Rfc3339(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static void WholeNumber(System.CommandLine.Parsing.OptionResult result)
    {
        if (result.Tokens is [var token] && !int.TryParse(token.Value, System.Globalization.NumberStyles.None, null, out _))
            result.AddError($"'{token.Value}' is not a whole number.");
    }

    private static void Show(ConsoleOutput output, ConsoleOutput messages, TransfersAnswer page, ShownTimes times)
    {
        var items = page.Items ?? [];
        List<StyledText[]> rows = [TransferText.Head("PACKAGE", "STATUS", "VAULT", "NEXT NODE", "STATION", "RETRIES", "RECEIVED")];
        rows.AddRange(
            items.Select(item =>
                new StyledText[]
                {
                    item.PackageId,
                    StyledText.Status(item.Status),
                    StyledText.Status(item.VaultStatus),
                    StyledText.Status(item.NextNodeStatus),
                    item.Legs?.NextNode?.TargetNode ?? "-",
                    $"{item.RetryCount ?? 0}",
                    times.Of(item.ReceivedTimestamp),
                }
            )
        );
        output.Columns(rows);
        messages.Line(
            StyledText.Dim(
                $"{items.Count} of {page.Total ?? items.Count}{(page.NextCursor is null ? "" : $"; continue with --cursor {page.NextCursor}")}"
            )
        );
    }
}
