using System.Diagnostics.CodeAnalysis;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Ledger;

/// <summary>
/// A ledger entry: one event, kept permanently. Any text can be written: a lone surrogate becomes U+FFFD, control characters are escaped,
/// and text that is too long is shortened (<see cref="LongestBytes"/>). Times are truncated to milliseconds.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>The largest canonical form of an entry, 65,535 bytes: C2SP tlog-tiles stores an entry's length in 16 bits.</summary>
    public const int LongestBytes = 65_535;

    /// <summary>The entry's id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The kind of thing that is logged; <c>handoff</c>.</summary>
    public string ActionType { get; init; } = "handoff";

    /// <summary>What happened, such as <c>transfer_to_vault</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The subject of the action.</summary>
    public required string Target { get; init; }

    /// <summary>A sentence for people.</summary>
    public string Details { get; init; } = "";

    /// <summary>Who requested it; <c>system</c> when no person did.</summary>
    public string UserId { get; init; } = "system";

    /// <summary>The SMART-ID it is logged under.</summary>
    public required string SmartId { get; init; }

    /// <summary>The domain it is logged under.</summary>
    public required string Domain { get; init; }

    /// <summary>More data, by action.</summary>
    public CanonicalObject Metadata { get; init; } = CanonicalObject.Empty;

    /// <summary>The audit trail it belongs to: <c>transfer</c>, <c>vault_hub</c> or <c>next_node</c>.</summary>
    public required string Trail { get; init; }

    /// <summary>Its number in that trail, from 1; null while it is in none.</summary>
    public long? TrailSeq { get; init; }

    /// <summary>Lower-case hex leaf hash of the trail's previous entry; null for the first.</summary>
    public string? PrevTrail { get; init; }

    /// <summary>The transfer, when there is one.</summary>
    public string? TransferId { get; init; }

    /// <summary>The package, when it is known.</summary>
    public string? PackageId { get; init; }

    /// <summary>The delivery attempt, from 1; null when it is not about one.</summary>
    public int? Attempt { get; init; }

    /// <summary>Lower-case hex digest of the signoff, when it has one.</summary>
    public string? SignoffSha256 { get; init; }

    /// <summary>Lower-case hex digest of the package as sent; null when it is not about one.</summary>
    public string? PayloadSha256 { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>
    /// The entry's canonical form (RFC 8785), at most <see cref="LongestBytes"/>. A larger one is written with its metadata replaced by
    /// <c>{"sha256":…,"truncated":true}</c>, the digest being that of the metadata's canonical form, and, if necessary, its texts
    /// shortened.
    /// </summary>
    public byte[] ToCanonicalBytes() => LedgerEntryFormat.Write(this);

    /// <summary>Reads an entry from its canonical form. Members this version does not know are ignored.</summary>
    /// <exception cref="FormatException">The bytes are not the canonical form of an entry.</exception>
    public static LedgerEntry Parse(ReadOnlySpan<byte> canonical) =>
        TryParse(canonical, out var entry, out var problem) ? entry : throw new FormatException("Not a ledger entry: " + problem);

    /// <summary>Reads an entry from its canonical form, or returns why it cannot.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> canonical,
        [NotNullWhen(true)] out LedgerEntry? entry,
        [NotNullWhen(false)] out string? problem
    )
    {
        entry = LedgerEntryFormat.Read(canonical, out problem);
        return entry is not null;
    }
}
