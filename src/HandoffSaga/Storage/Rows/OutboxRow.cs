namespace HandoffSaga.Storage.Rows;

internal sealed class OutboxRow
{
    public required Guid MessageId { get; init; }
    public Guid? TokenId { get; init; }
    public Guid? CorrelationId { get; init; }
    public required string Destination { get; init; }
    public required string ContentType { get; init; }
    public string? Headers { get; init; }
    public required byte[] Body { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required bool Released { get; init; }
    public required bool Kept { get; init; }
    public long? ResendAfterMs { get; init; }
    public string? MessageType { get; init; }
}
