namespace HandoffSaga.Messages;

/// <summary>
/// The checkpoint of the station's ledger that a hub reports in its receipt (<c>ledger_head_seen</c>), compared with the ledger. It does
/// not affect the delivery.
/// </summary>
public sealed record LedgerHeadSeen
{
    /// <summary>The result of the comparison: one of <see cref="LedgerHeadStandings"/>.</summary>
    public required string Standing { get; init; }

    /// <summary>
    /// True when the receipt's signature was verified with a key of the hub: the hub cannot deny it. False: an unproven claim.
    /// </summary>
    public required bool Signed { get; init; }

    /// <summary>The ledger's name, as the hub reports it; null when the member was malformed.</summary>
    public string? Origin { get; init; }

    /// <summary>How many entries the ledger had, as the hub reports it; 0 or more, null when the member was malformed.</summary>
    public long? Size { get; init; }

    /// <summary>
    /// Its root then (RFC 6962), as the hub reports it: 64 characters of lower-case hex; null when the member was malformed.
    /// </summary>
    public string? Root { get; init; }

    /// <summary>What is wrong with it, in a sentence for people; null when nothing is.</summary>
    public string? Problem { get; init; }
}

/// <summary>The values of <see cref="LedgerHeadSeen.Standing"/>.</summary>
public static class LedgerHeadStandings
{
    /// <summary>It is the checkpoint that this package carries.</summary>
    public const string AsSent = "as_sent";

    /// <summary>It is another checkpoint of this ledger: the tree of that size has that root.</summary>
    public const string Consistent = "consistent";

    /// <summary>This ledger never had it: it is larger than the ledger, or of another ledger. The ledger may have lost entries.</summary>
    public const string Unknown = "unknown";

    /// <summary>The ledger of that size has another root: it was forked, or the hub is mistaken.</summary>
    public const string Contradicts = "contradicts";

    /// <summary>It is malformed and is ignored.</summary>
    public const string Malformed = "malformed";

    /// <summary>It could not be compared when it came.</summary>
    public const string Unchecked = "unchecked";
}
