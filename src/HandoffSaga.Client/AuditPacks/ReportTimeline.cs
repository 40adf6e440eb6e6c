using System.Globalization;
using HandoffSaga.Ledger;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>The report's timeline: every entry of all stations, by time.</summary>
internal static class ReportTimeline
{
    public static Html Section(IReadOnlyList<StationRecords> stations)
    {
        var moments = stations
            .SelectMany(station =>
                station.Transfers.SelectMany(transfer =>
                    transfer.Entries.Zip(transfer.Proof.Entries, (entry, proved) => new Moment(station, proved.Index, entry))
                )
            )
            .OrderBy(moment => moment.Entry.OccurredAt)
            .ThenBy(moment => moment.Station.Origin, StringComparer.Ordinal)
            .ThenBy(moment => moment.Index)
            .GroupBy(moment => moment.Entry.OccurredAt.UtcDateTime.Date);
        return Html.Of(
            $"""
            <section>
            <h2>Timeline</h2>
            {Html.Join(moments.Select(Day))}
            </section>
            """
        );
    }

    private static Html Day(IGrouping<DateTime, Moment> day) =>
        Html.Of(
            $"""
            <h3>{day.Key.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}</h3>
            <ol class="timeline">
            {Html.Join(day.Select(Item))}
            </ol>
            """
        );

    private static Html Item(Moment moment)
    {
        var (station, index, entry) = moment;
        return Html.Of(
            $"""
            <li class="{ReportWords.Tone(entry)}">
            <time>{entry.OccurredAt.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}</time>
            <div>
            <p class="what"><strong>{ReportWords.Action(entry)}</strong> <span class="leg">{ReportWords.Leg(entry.Trail)}{Attempt(
                entry
            )}</span></p>
            <p class="details">{entry.Details}</p>
            {By(entry)}
            <p class="where">{entry.PackageId} · <code>{entry.Action}</code> · entry {index} of {station.Origin}</p>
            </div>
            </li>

            """
        );
    }

    private static Html Attempt(LedgerEntry entry) => entry.Attempt is { } attempt ? Html.Of($", attempt {attempt}") : default;

    private static Html By(LedgerEntry entry)
    {
        if (!ReportWords.IsByOperator(entry))
            return default;
        var reason = entry.Metadata.GetString("reason");
        return reason is null
            ? Html.Of($"<p class=\"by\">by {entry.UserId}</p>")
            : Html.Of($"<p class=\"by\">by {entry.UserId}: {reason}</p>");
    }

    private sealed record Moment(StationRecords Station, long Index, LedgerEntry Entry);
}
