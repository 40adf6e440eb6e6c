using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Status;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>
/// The beginning of a report on several transfers: how many have which status, and a line for each with links to its part of the page and to
/// its files in the pack.
/// </summary>
internal static class ReportSummary
{
    private static readonly string[] Files = ["signoff", "transfer", "attempts", "proof"];

    /// <summary>Nothing for a single transfer, which the page shows at once.</summary>
    public static Html Section(IReadOnlyList<StationRecords> stations)
    {
        var rows = PlacedTransfer
            .InOrder(stations)
            .Select(placed => (Placed: placed, Shown: ReportTransfers.Read<TransferAnswer>(placed.Records.Transfer)))
            .ToList();
        if (rows.Count < 2)
            return default;
        var totals = rows.GroupBy(row => row.Shown.Status).OrderBy(same => Place(same.Key));
        return Html.Of(
            $"""
            <section>
            <h2>Summary</h2>
            <p>{Html.Join(totals.Select(same => Total(same.Key, same.Count())))}</p>
            <table>
            <thead><tr><th>Package</th><th>Test</th><th>Part</th><th>Status</th><th>Received</th><th>Completed</th><th>Files</th></tr></thead>
            <tbody>
            {Html.Join(rows.Select(row => Row(row.Placed, row.Shown)))}
            </tbody>
            </table>
            </section>
            """
        );
    }

    private static Html Total(string? status, int count) =>
        Html.Of($"<span class=\"chip {ReportWords.Status(status)}\">{count} {ReportWords.Readable(status)}</span> ");

    private static Html Row(PlacedTransfer placed, TransferAnswer shown)
    {
        var chip = Html.Of($"<span class=\"chip {ReportWords.Status(shown.Status)}\">{ReportWords.Readable(shown.Status)}</span>");
        var files = Html.Join(Files.Select(file => Html.Of($"<a href=\"{placed.Folder}/{file}.json\">{file}</a> ")));
        return Html.Of(
            $"""
            <tr><td><a href="#{placed.Anchor}">{placed.Records.PackageId}</a></td><td>{shown.TestId}</td><td>{shown.PartId
                ?? shown.PartNumber}</td><td>{chip}</td><td class="time">{shown.ReceivedTimestamp}</td><td class="time">{shown.CompletedTimestamp
                ?? "not yet"}</td><td>{files}</td></tr>

            """
        );
    }

    private static int Place(string? status) =>
        OverallStatus.Vocabulary.Names.Index().Where(name => name.Item == status).Select(name => name.Index).FirstOrDefault(int.MaxValue);
}
