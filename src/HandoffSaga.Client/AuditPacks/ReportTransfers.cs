using System.Text.Json;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Legs;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>The report's sections on the status of each transfer, its attempts and operators' actions.</summary>
internal static class ReportTransfers
{
    public static Html Cards(IReadOnlyList<StationRecords> stations) =>
        Html.Of(
            $"""
            <section>
            <h2>Transfers</h2>
            {Html.Join(
                PlacedTransfer.InOrder(stations).Select(Card)
            )}
            </section>
            """
        );

    public static Html OperatorActions(IReadOnlyList<StationRecords> stations)
    {
        var actions = stations
            .SelectMany(station => station.Transfers)
            .SelectMany(transfer => transfer.Entries)
            .Where(ReportWords.IsByOperator)
            .OrderBy(entry => entry.OccurredAt)
            .ToList();
        return actions.Count == 0
            ? Html.Of($"<section><h2>People's actions</h2><p>None: no person intervened.</p></section>\n")
            : Html.Of(
                $"""
                <section>
                <h2>People's actions</h2>
                <table>
                <thead><tr><th>When</th><th>Who</th><th>What</th><th>Package</th><th>Why</th></tr></thead>
                <tbody>
                {Html.Join(
                    actions.Select(entry =>
                        Html.Of(
                            $"<tr><td class=\"time\">{AuditReport.Time(entry.OccurredAt)}</td><td>{entry.UserId}</td><td>{ReportWords.Action(entry)}, {ReportWords.Leg(entry.Trail)}</td><td>{entry.PackageId}</td><td>{entry.Metadata.GetString("reason") ?? entry.Details}</td></tr>\n"
                        )
                    )
                )}
                </tbody>
                </table>
                </section>
                """
            );
    }

    public static Html Attempts(IReadOnlyList<StationRecords> stations) =>
        Html.Of(
            $"""
            <section>
            <h2>Attempts to deliver</h2>
            <table>
            <thead><tr><th>Package</th><th>To</th><th>No.</th><th>Started</th><th>Outcome</th><th>Ledger seen</th><th>Answer</th></tr></thead>
            <tbody>
            {Html.Join(
                stations.SelectMany(station => station.Transfers).SelectMany(transfer =>
                    (Read<AttemptsAnswer>(transfer.Attempts).Items ?? []).Select(attempt => Row(transfer, attempt))
                )
            )}
            </tbody>
            </table>
            </section>
            """
        );

    private static Html Card(PlacedTransfer placed)
    {
        var (_, station, records) = placed;
        var transfer = Read<TransferAnswer>(records.Transfer);
        return Html.Of(
            $"""
            <article id="{placed.Anchor}">
            <h3>{records.PackageId} <span class="chip {ReportWords.Status(transfer.Status)}">{ReportWords.Readable(
                transfer.Status
            )}</span></h3>
            <dl>
            <dt>Client PO</dt><dd>{transfer.ClientpoId}</dd>
            <dt>Test</dt><dd>{transfer.TestId}</dd>
            <dt>Part</dt><dd>{string.Join(", ", new[] { transfer.PartId, transfer.PartNumber }.Where(text => text is not null))}</dd>
            <dt>Approved by</dt><dd>{Html.Join(Approvals(records.Signoff))}</dd>
            <dt>Station</dt><dd>{records.Entries.Select(entry => entry.SmartId).FirstOrDefault()}, ledger {station.Origin}</dd>
            <dt>Received</dt><dd>{transfer.ReceivedTimestamp}</dd>
            <dt>Completed</dt><dd>{transfer.CompletedTimestamp ?? "not yet"}</dd>
            <dt>Signoff</dt><dd><code>{transfer.SignoffSha256}</code></dd>
            </dl>
            <table>
            <thead><tr><th>Leg</th><th>Status</th><th>Attempts</th><th>Evidence</th><th>Receipt</th><th>Completed</th></tr></thead>
            <tbody>
            {Leg(DestinationNames.VaultHub, transfer.Legs?.VaultHub)}{Leg(DestinationNames.NextNode, transfer.Legs?.NextNode)}
            </tbody>
            </table>
            </article>

            """
        );
    }

    // As Guardian wrote them; any member may be missing.
    private static IEnumerable<Html> Approvals(byte[] signoff) =>
        JsonElement
            .Parse(signoff)
            .GetProperty("approvals")
            .EnumerateArray()
            .Select(approval =>
                Html.Of(
                    $"<div>{Text(approval, "name")}, {ReportWords.Readable(Text(approval, "role"))}: {ReportWords.Readable(Text(approval, "meaning"))} at {Text(approval, "signed_at")}</div>"
                )
            );

    private static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "(missing)";

    private static Html Leg(string name, LegAnswer? leg)
    {
        var to = leg?.TargetNode is { } station ? $"{ReportWords.Leg(name)} {station}" : ReportWords.Leg(name);
        var receipt = string.Join(" by ", new[] { leg?.ReceiptId, leg?.ReceivedBy }.Where(text => text is not null));
        return Html.Of(
            $"""
            <tr><td>{to}</td><td><span class="chip {ReportWords.Status(leg?.Status)}">{ReportWords.Readable(
                leg?.Status
            )}</span> {leg?.HeldReason}{Closing(leg)}</td><td>{leg?.Attempts ?? 0}</td><td>{ReportWords.Readable(
                leg?.Evidence
            )}</td><td>{receipt}</td><td class="time">{leg?.CompletedAt}</td></tr>

            """
        );
    }

    private static string? Closing(LegAnswer? leg) => leg?.ClosedAt is { } at ? $"by {leg.ClosedBy} at {at}: {leg.ClosedReason}" : null;

    private static Html Row(TransferRecords transfer, AttemptAnswer attempt) =>
        Html.Of(
            $"""
            <tr><td>{transfer.PackageId}</td><td>{ReportWords.Leg(attempt.Leg)}</td><td>{attempt.Attempt
                ?? 0}</td><td class="time">{attempt.StartedAt}</td><td><span class="chip {ReportWords.Status(
                attempt.Outcome
            )}">{ReportWords.Readable(attempt.Outcome ?? "under way")}</span> {attempt.Error}{Late(attempt.LateReceipt)}</td><td>{Seen(
                attempt.LedgerHeadSeen
            )}</td><td class="answer">{attempt.ResponseExcerpt}</td></tr>

            """
        );

    private static Html Late(LateReceiptAnswer? late) =>
        late is null
            ? default
            : Html.Of(
                $"<div>Late, at {late.ReceivedAt}: <span class=\"chip {ReportWords.Status(late.Outcome)}\">{ReportWords.Readable(late.Outcome)}</span> {late.Error} {late.ReceiptId}</div>"
            );

    // Which ledger the hub was shown: it can deny a claim, but not what it signed.
    private static Html Seen(LedgerHeadSeenAnswer? head) =>
        head is null
            ? default
            : Html.Of(
                $"<span class=\"chip {(head.IsDisputed ? "bad" : head.Problem is null ? "good" : "warn")}\">{ReportWords.Readable(head.Text)}</span> {head.Problem}"
            );

    internal static T Read<T>(byte[] document)
        where T : class =>
        (T)(
            JsonSerializer.Deserialize(document, typeof(T), ApiJson.Default)
            ?? throw new JsonException($"The document is not a {typeof(T).Name}.")
        );
}
