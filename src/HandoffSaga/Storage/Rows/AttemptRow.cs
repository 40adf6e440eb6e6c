namespace HandoffSaga.Storage.Rows;

/// <summary>One try to deliver. Written in parts, by whoever knows them, in any order: only the key is always there.</summary>
internal sealed class AttemptRow
{
    public required Guid CorrelationId { get; init; }
    public required string Leg { get; init; }
    public required long Attempt { get; init; }
    public string? Cause { get; init; }
    public DateTimeOffset? TakenAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public Guid? Instance { get; init; }
    public string? Outcome { get; init; }
    public long? StatusCode { get; init; }
    public string? Error { get; init; }

    /// <summary>What <see cref="Error"/> is, for programs; null also where the attempt ended before there were codes.</summary>
    public string? ErrorCode { get; init; }

    public string? ResponseExcerpt { get; init; }
    public string? ResponseSha256 { get; init; }

    /// <summary>What the hub's receipt says of the ledger's head, and how that stands to the ledger; a JSON object.</summary>
    public string? LedgerHeadSeen { get; init; }

    public string? PayloadSha256 { get; init; }
    public string? IdempotencyKey { get; init; }
}
