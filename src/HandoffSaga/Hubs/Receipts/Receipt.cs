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
    /// <summary>The attempt it answers, where the hub says so.</summary>
    public int? Attempt { get; init; }

    public string? ReceiptId { get; init; }
    public string? ReceivedBy { get; init; }

    /// <summary>Why the hub rejected the package, in its own words: unprintable characters may stand in it.</summary>
    public string? Reason { get; init; }

    /// <summary>A rejection that a later attempt may overcome.</summary>
    public bool Retryable { get; init; }

    /// <summary>The head of the ledger that the hub has seen, where it says so. It never decides what becomes of the receipt.</summary>
    public ReportedHead? LedgerHeadSeen { get; init; }

    /// <summary>The hub's detached JWS over the receipt, as it came. Its presence alone proves nothing.</summary>
    public string? Signature { get; init; }

    /// <summary>
    /// What a signature is over: the receipt without it, in canonical form. Null when there is none, or the receipt has no canonical form.
    /// </summary>
    public CanonicalObject? Signed { get; init; }
}

/// <summary>What an answer's body turned out to be.</summary>
internal abstract record ReceiptReading
{
    private ReceiptReading() { }

    /// <summary>Whatever it is, it does not claim to be a receipt.</summary>
    public sealed record NoReceipt : ReceiptReading;

    /// <summary>It claims to be a receipt and cannot be read as one.</summary>
    /// <param name="Reason">One line for the hub's developers, free of control characters.</param>
    public sealed record Malformed(string Reason) : ReceiptReading;

    /// <summary>A receipt.</summary>
    public sealed record Found(Receipt Receipt) : ReceiptReading;

    public static readonly ReceiptReading None = new NoReceipt();
}
