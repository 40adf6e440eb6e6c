namespace HandoffSaga.Storage.Rows;

/// <summary>One delivery attempt. Its parts are written by different components in any order: only the key is always present.</summary>
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

    /// <summary>The code of <see cref="Error"/>, for programs; null also when the attempt ended before there were codes.</summary>
    public string? ErrorCode { get; init; }

    public string? ResponseExcerpt { get; init; }
    public string? ResponseSha256 { get; init; }

    /// <summary>The ledger checkpoint the hub's receipt reports, and how it compares with the ledger; a JSON object.</summary>
    public string? LedgerHeadSeen { get; init; }

    /// <summary>What came for the attempt after its end; a JSON object.</summary>
    public string? LateReceipt { get; init; }

    public string? PayloadSha256 { get; init; }
    public string? IdempotencyKey { get; init; }
}
