namespace HandoffSaga.Messages;

/// <summary>
/// The head of the station's ledger that a hub says it has seen (<c>ledger_head_seen</c> of its receipt), held against the ledger. It
/// decides nothing about the delivery.
/// </summary>
public sealed record LedgerHeadSeen
{
    /// <summary>How it stands to the ledger: one of <see cref="LedgerHeadStandings"/>.</summary>
    public required string Standing { get; init; }

    /// <summary>
    /// True when the receipt's signature was verified by a key the hub is known by: the hub cannot deny it. False: somebody's claim.
    /// </summary>
    public required bool Signed { get; init; }

    /// <summary>The ledger's name, as the hub has it; null when the member was malformed.</summary>
    public string? Origin { get; init; }

    /// <summary>How many entries the ledger had, as the hub has it; 0 or more, null when the member was malformed.</summary>
    public long? Size { get; init; }

    /// <summary>Its root then (RFC 6962), as the hub has it: 64 characters of lower-case hex; null when the member was malformed.</summary>
    public string? Root { get; init; }

    /// <summary>What is wrong with it, in a sentence for people; null when nothing is.</summary>
    public string? Problem { get; init; }
}

/// <summary>The values of <see cref="LedgerHeadSeen.Standing"/>.</summary>
public static class LedgerHeadStandings
{
    /// <summary>It is the head that this very package carries.</summary>
    public const string AsSent = "as_sent";

    /// <summary>It is another head of this ledger: the tree of that size has that root.</summary>
    public const string Consistent = "consistent";

    /// <summary>It is none this ledger ever had: larger than all of it, or another ledger's. The ledger may have lost entries.</summary>
    public const string Unknown = "unknown";

    /// <summary>The ledger of that size has another root: it was forked, or the hub is mistaken.</summary>
    public const string Contradicts = "contradicts";

    /// <summary>It cannot be read as a head, and nothing of it is believed.</summary>
    public const string Malformed = "malformed";

    /// <summary>It could not be looked up when it came; nothing is said about it.</summary>
    public const string Unchecked = "unchecked";
}
