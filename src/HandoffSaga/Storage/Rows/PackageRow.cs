namespace HandoffSaga.Storage.Rows;

/// <summary>A leg's body exactly as it is sent.</summary>
internal sealed class PackageRow
{
    public required Guid CorrelationId { get; init; }
    public required string Leg { get; init; }
    public required byte[] Payload { get; init; }
    public required string PayloadSha256 { get; init; }
    public required DateTimeOffset BuiltAt { get; init; }
}
