namespace HandoffSaga.Storage.Rows;

/// <summary>A rejected signoff: its beginning, and length and digest of all of it.</summary>
internal sealed class RejectedRow
{
    public required Guid RejectionId { get; init; }
    public string? PackageId { get; init; }
    public required string Source { get; init; }
    public required string Reason { get; init; }
    public string? Detail { get; init; }
    public required byte[] Body { get; init; }
    public required long BodyLength { get; init; }
    public required string BodySha256 { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The summary entry that reports it; null when it has its own entry.</summary>
    public Guid? SumId { get; init; }

    /// <summary>That summary at that time, as JSON.</summary>
    public string? Sum { get; init; }
}
