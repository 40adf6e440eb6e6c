namespace HandoffSaga.Storage.Rows;

/// <summary>A transfer as the saga's table holds it: the state in <see cref="Body"/>, the rest only to search by.</summary>
internal sealed class TransferRow
{
    public required Guid CorrelationId { get; init; }
    public required int Version { get; init; }
    public required string CurrentState { get; init; }
    public required byte[] Body { get; init; }
    public required string PackageId { get; init; }
    public required string ClientpoId { get; init; }
    public required string TestId { get; init; }
    public string? PartId { get; init; }
    public string? PartNumber { get; init; }
    public string? Station { get; init; }
    public required string VaultStatus { get; init; }
    public required long VaultAttempts { get; init; }
    public string? VaultError { get; init; }
    public DateTimeOffset? VaultNextAttemptAt { get; init; }
    public DateTimeOffset? VaultCompletedAt { get; init; }
    public required string NextNodeStatus { get; init; }
    public required long NextNodeAttempts { get; init; }
    public string? NextNodeError { get; init; }
    public DateTimeOffset? NextNodeNextAttemptAt { get; init; }
    public DateTimeOffset? NextNodeCompletedAt { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
}
