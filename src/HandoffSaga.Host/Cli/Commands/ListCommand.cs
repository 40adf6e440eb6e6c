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

    private const string Wide = "wide";

    /// <summary>Builds <c>handoff list</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var command = new HandoffCommand("list", "Transfers, newest first; all given filters must match")
        {
            Notes = $"""
                --status: {string.Join(", ", Statuses[..6])},
                {string.Join(", ", Statuses[6..])}.
                --leg-status: {string.Join(", ", LegStatuses)}.
                 --status held also finds what is escalated for its other leg, as "handoff hubs" counts it.
                Times: {PastTime.Forms}; 1h is an hour ago, and what names no zone is UTC.
                --from is inclusive, --to is exclusive.
                """,
            Examples =
            [
                ("list --status escalated", "what needs attention"),
                ("list --status held -o wide", "why, for how long, and when it goes on"),
                ("list --totals", "how many have each status"),
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
        var output = new Option<string?>("--output", "-o") { Description = "wide: also age, next attempt and error", HelpName = Wide };
        output.AcceptOnlyFromAmong(Wide);
        command.Add(output);
        var totals = new Option<bool>("--totals") { Description = "How many transfers have each status, instead of the transfers" };
        command.Add(totals);
        command.Validators.Add(result =>
        {
            // By its tokens: the value of a wrong one cannot be asked for, and is reported by itself.
            var hasStatus = filters.Any(filter => filter.Parameter == "status" && result.GetResult(filter.Option)?.Tokens.Count > 0);
            if (result.GetValue(totals) && hasStatus)
                result.AddError("--totals counts every status: leave out --status.");
        });
        var service = ServiceOptions.Of(command, times: true);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var query = AnyLegHeld([.. filters.Select(filter => KeyValuePair.Create(filter.Parameter, Value(filter, parsed)))]);
                        if (parsed.GetValue(totals))
                            return await ListTotals.Print(client, cli, query, service.Json(parsed), cancellationToken);
                        var isWide = parsed.GetValue(output) is not null;
                        var answer = await client.Transfers(query, cancellationToken);
                        return cli.Print(
                            answer,
                            service.Json(parsed),
                            ApiJson.Default.TransfersAnswer,
                            (data, page) => Show(data, cli, page, isWide, service.Times(parsed, cli))
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

    /// <summary>
    /// A transfer is escalated before it is held, so that its status alone does not find every held leg; the status of the leg does.
    /// </summary>
    private static IReadOnlyList<KeyValuePair<string, string?>> AnyLegHeld(IReadOnlyList<KeyValuePair<string, string?>> query) =>
        query.Contains(new("status", LegStatusNames.Held)) && query.Contains(new("leg_status", null))
            ?
            [
                .. query.Select(filter =>
                    filter.Key switch
                    {
                        "status" => new(filter.Key, null),
                        "leg_status" => new(filter.Key, LegStatusNames.Held),
                        _ => filter,
                    }
                ),
            ]
            : query;

    private static void Show(ConsoleOutput data, CliContext cli, TransfersAnswer page, bool wide, ShownTimes times)
    {
        var items = page.Items ?? [];
        data.Columns(ListRows.Of(items, wide, times, cli.Clock.GetUtcNow()));
        cli.Messages.Line(
            StyledText.Dim(
                $"{items.Count} of {page.Total ?? items.Count}{(page.NextCursor is null ? "" : $"; continue with --cursor {page.NextCursor}")}"
            )
        );
    }
}
