namespace HandoffSaga.Client.AuditPacks;

/// <summary>A transfer and its place in a pack.</summary>
/// <param name="Number">Its station's number, counted from 1.</param>
/// <param name="Station">Its station.</param>
/// <param name="Records">Its records.</param>
internal sealed record PlacedTransfer(int Number, StationRecords Station, TransferRecords Records)
{
    /// <summary>Where the report shows it.</summary>
    public string Anchor => $"transfer-{Number}-{Records.PackageId}";

    /// <summary>Where its files are in the pack.</summary>
    public string Folder => $"{PackFiles.Folder(Number, Station.Origin)}/{Records.PackageId}";

    /// <summary>All transfers, in the order in which they began.</summary>
    public static IEnumerable<PlacedTransfer> InOrder(IReadOnlyList<StationRecords> stations) =>
        stations
            .SelectMany((station, i) => station.Transfers.Select(transfer => new PlacedTransfer(i + 1, station, transfer)))
            .OrderBy(placed => placed.Records.Entries[0].OccurredAt);
}
