using System.Text.Json;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Status;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Counts transfers by their status.</summary>
internal static class ListTotals
{
    private static readonly string[] OfAPage = ["status", "cursor", "limit"];

    /// <summary>Prints how many transfers of the filter have each status; a status that none has is left out.</summary>
    public static async Task<int> Print(
        HandoffClient client,
        CliContext cli,
        IEnumerable<KeyValuePair<string, string?>> query,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var filters = query.Where(filter => !OfAPage.Contains(filter.Key)).ToList();
        var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
        List<StyledText[]> rows = [TransferText.Head("STATUS", "TRANSFERS")];
        foreach (var status in OverallStatus.Vocabulary.Names)
        {
            var answer = await client.Transfers([new("status", status), .. filters, new("limit", "1")], cancellationToken);
            if (!answer.Succeeded)
                return cli.Fail(answer);
            var total = answer.Read(ApiJson.Default.TransfersAnswer)?.Total ?? 0;
            if (total == 0)
                continue;
            totals[status] = total;
            rows.Add([StyledText.Status(status), $"{total}"]);
        }

        if (json)
        {
            cli.Data.Json(JsonSerializer.SerializeToUtf8Bytes(new TotalsAnswer(totals), ApiJson.Default.TotalsAnswer));
            return ExitCode.Done;
        }

        cli.Data.Columns(rows);
        cli.Messages.Line(StyledText.Dim($"{totals.Values.Sum()} in all"));
        return ExitCode.Done;
    }
}
