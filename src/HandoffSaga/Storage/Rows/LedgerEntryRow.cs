namespace HandoffSaga.Storage.Rows;

/// <summary>One ledger entry. A rejection may belong to no transfer and to no trail.</summary>
internal sealed class LedgerEntryRow
{
    /// <summary>The order of insertion, given by the store.</summary>
    public long Seq { get; init; }

    public required Guid EventId { get; init; }
    public Guid? CorrelationId { get; init; }
    public string? PackageId { get; init; }
    public string? Trail { get; init; }
    public long? TrailSeq { get; init; }
    public required string Action { get; init; }
    public required byte[] Entry { get; init; }
    public required byte[] LeafHash { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
}
