namespace HandoffSaga.Messages;

/// <summary>The Vault Hub confirmed the results.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
/// <param name="Report">The attempt.</param>
public sealed record VaultTransferCompleted(Guid TransferKey, AttemptReport Report);

/// <summary>An attempt toward the Vault Hub failed.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
/// <param name="Report">The attempt.</param>
public sealed record VaultTransferFaulted(Guid TransferKey, AttemptReport Report);

/// <summary>The next node's side confirmed the part-ready signal.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
/// <param name="Report">The attempt.</param>
public sealed record NextNodeTransferCompleted(Guid TransferKey, AttemptReport Report);

/// <summary>An attempt toward the next node failed.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
/// <param name="Report">The attempt.</param>
public sealed record NextNodeTransferFaulted(Guid TransferKey, AttemptReport Report);

/// <summary>The result of one delivery attempt.</summary>
public sealed record AttemptReport
{
    /// <summary>The attempt's number, 1 for the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>Why it was made: <c>first</c>, <c>redelivery</c> or <c>operator</c>.</summary>
    public required string Cause { get; init; }

    /// <summary><c>delivered</c>, <c>transient</c>, <c>permanent</c> or <c>no_reply</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>One line for people, when it was not delivered.</summary>
    public string? Error { get; init; }

    /// <summary>The same for programs, <c>class:code[:detail]</c>; null also from a version that knows no codes.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The evidence of a delivery: <c>signed_receipt</c>, <c>receipt</c> or <c>status_code</c>.</summary>
    public string? Evidence { get; init; }

    /// <summary>The hub's name for its confirmation.</summary>
    public string? ReceiptId { get; init; }

    /// <summary>Who confirmed.</summary>
    public string? ReceivedBy { get; init; }

    /// <summary>How long the hub asked to wait before the next attempt.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status, where there was one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The first 2 KiB of the answer, control characters escaped.</summary>
    public string? ResponseExcerpt { get; init; }

    /// <summary>Lower-case hex digest of the part of the answer that was read.</summary>
    public string? ResponseSha256 { get; init; }

    /// <summary>The ledger checkpoint the hub's receipt reports; null when it reports none.</summary>
    public LedgerHeadSeen? LedgerHeadSeen { get; init; }
}
