using System.Globalization;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>
/// The report for people: one page that loads nothing and runs nothing. It is made from the files beside it in the pack, and points to the
/// verifier that proves them.
/// </summary>
internal static class AuditReport
{
    public static string Html(AuditSubject subject, IReadOnlyList<StationRecords> stations)
    {
        var facts = Facts(stations);
        return AuditPacks
            .Html.Of(
                $"""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Audit report: {subject.Title}</title>
                <style>
                {AuditPacks.Html.Resource(PackFiles.Resource("report.css"))}
                </style>
                </head>
                <body>
                <header>
                <p class="kind">Audit report</p>
                <h1>{subject.Title}</h1>
                <p class="facts">{facts}</p>
                </header>
                <main>
                {ReportSummary.Section(stations)}
                {ReportTransfers.Cards(stations)}
                {ReportTimeline.Section(stations)}
                {ReportTransfers.OperatorActions(stations)}
                {ReportTransfers.Attempts(stations)}
                {Proof(stations)}
                </main>
                <footer>Made by HandoffSaga from the records beside this file. Times are UTC.</footer>
                </body>
                </html>

                """
            )
            .ToString();
    }

    private static string Facts(IReadOnlyList<StationRecords> stations)
    {
        var entries = stations.SelectMany(station => station.Transfers).SelectMany(transfer => transfer.Entries).ToList();
        var transfers = stations.Sum(station => station.Transfers.Count);
        var span =
            entries.Count == 0
                ? ""
                : $" · {Time(entries.Min(entry => entry.OccurredAt))} to {Time(entries.Max(entry => entry.OccurredAt))} UTC";
        return $"{Count(transfers, "transfer")} at {Count(stations.Count, "station")} · {Count(entries.Count, "ledger entry", "ledger entries")}{span}";
    }

    private static Html Proof(IReadOnlyList<StationRecords> stations) =>
        AuditPacks.Html.Of(
            $"""
            <section>
            <h2>Proof</h2>
            <p>Every entry of the timeline is in its station's tamper-evident ledger under the signed checkpoint below; its inclusion proof is in <code>proof.json</code>.
            This page itself proves nothing. The verifier does, without any part of HandoffSaga:</p>
            <pre>python3 verify.py{AuditPacks.Html.Join(
                stations.Select(station => AuditPacks.Html.Of($" \\\n    --vkey '{station.Key.ToString()}'"))
            )}</pre>
            <p>Compare each key with the one you were given by the station's owner. A pack cannot show what happened after these checkpoints.</p>
            {AuditPacks.Html.Join(stations.Select(Head))}
            </section>
            """
        );

    private static Html Head(StationRecords station) =>
        AuditPacks.Html.Of(
            $"""
            <dl class="head">
            <dt>Ledger</dt><dd>{station.Origin}</dd>
            <dt>Checkpoint</dt><dd>{station.Checkpoint.Checkpoint.Size} entries, root <code>{Convert.ToHexStringLower(
                station.Checkpoint.Checkpoint.Root.Span
            )}</code></dd>
            <dt>Key</dt><dd><code>{station.Key.ToString()}</code></dd>
            <dt>Proved here</dt><dd>{Count(station.Transfers.Sum(transfer => transfer.Entries.Count), "entry", "entries")}</dd>
            </dl>
            """
        );

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Count(int number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many ?? one + "s")}");
}
