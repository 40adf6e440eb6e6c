using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>What the hub did with a package.</summary>
internal enum Disposition
{
    Accepted,

    /// <summary>It had accepted the package before.</summary>
    Duplicate,

    Rejected,
}

/// <summary>A hub's confirmation, well-formed but not yet judged.</summary>
/// <param name="PayloadSha256">The digest of the body as the hub received it.</param>
internal sealed record Receipt(string TransferId, string Leg, Disposition Disposition, string PayloadSha256)
{
    /// <summary>The hub has the package.</summary>
    public bool Confirms => Disposition is Disposition.Accepted or Disposition.Duplicate;

    /// <summary>The attempt it answers, where the hub names it.</summary>
    public int? Attempt { get; init; }

    public string? ReceiptId { get; init; }
    public string? ReceivedBy { get; init; }

    /// <summary>Why the hub rejected the package, in its own words, which may contain unprintable characters.</summary>
    public string? Reason { get; init; }

    /// <summary>A rejection that a later attempt may overcome.</summary>
    public bool Retryable { get; init; }

    /// <summary>The ledger checkpoint that the hub has seen, where it names one. It never decides about the delivery.</summary>
    public ReportedCheckpoint? LedgerHeadSeen { get; init; }

    /// <summary>The hub's detached JWS over the receipt, as it came. Its presence alone proves nothing.</summary>
    public string? Signature { get; init; }

    /// <summary>
    /// What a signature is over: the receipt without it, in canonical form. Null when there is none, or the receipt has no canonical form.
    /// </summary>
    public CanonicalObject? Signed { get; init; }
}
