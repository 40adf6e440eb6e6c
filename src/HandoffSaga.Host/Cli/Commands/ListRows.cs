using System.Globalization;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Legs;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>The lines of a list of transfers.</summary>
internal static class ListRows
{
    private static readonly string[] Columns = ["PACKAGE", "STATUS", "VAULT", "NEXT NODE", "STATION", "RETRIES", "RECEIVED"];
    private static readonly string[] WideColumns = ["AGE", "NEXT ATTEMPT", "ERROR"];

    /// <summary>A line for each transfer below the names of the columns.</summary>
    /// <param name="transfers">The transfers.</param>
    /// <param name="wide">Whether to show why a transfer is where it is, too.</param>
    /// <param name="times">How times are shown.</param>
    /// <param name="now">The time that ages are counted to.</param>
    public static IReadOnlyList<StyledText[]> Of(IEnumerable<TransferAnswer> transfers, bool wide, ShownTimes times, DateTimeOffset now) =>
        [
            TransferText.Head(wide ? [.. Columns, .. WideColumns] : Columns),
            .. transfers.Select(transfer => wide ? [.. Row(transfer, times), .. Why(transfer, times, now)] : Row(transfer, times)),
        ];

    private static StyledText[] Row(TransferAnswer transfer, ShownTimes times) =>
        [
            transfer.PackageId,
            StyledText.Status(transfer.Status),
            StyledText.Status(transfer.VaultStatus),
            StyledText.Status(transfer.NextNodeStatus),
            transfer.Legs?.NextNode?.TargetNode ?? "-",
            $"{transfer.RetryCount ?? 0}",
            times.Of(transfer.ReceivedTimestamp),
        ];

    private static StyledText[] Why(TransferAnswer transfer, ShownTimes times, DateTimeOffset now)
    {
        (string Name, LegAnswer? Leg)[] legs =
        [
            (DestinationNames.VaultHub, transfer.Legs?.VaultHub),
            (DestinationNames.NextNode, transfer.Legs?.NextNode),
        ];
        var errors = legs.Where(leg => leg.Leg?.LastError is not null).Select(leg => $"{leg.Name}: {leg.Leg!.LastError}").ToList();
        return
        [
            Age(transfer.ReceivedTimestamp, now),
            times.Of(legs.Select(leg => leg.Leg?.NextAttemptAt).Where(time => time is not null).Min(StringComparer.Ordinal)),
            errors.Count == 0 ? "-" : string.Join("; ", errors),
        ];
    }

    private static string Age(string? received, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(received, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
            return "-";
        var age = now - since;
        return age switch
        {
            { TotalMinutes: < 1 } => $"{Math.Max(0, (int)age.TotalSeconds)}s",
            { TotalHours: < 1 } => $"{(int)age.TotalMinutes}m",
            { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
            _ => $"{(int)age.TotalDays}d",
        };
    }
}
