namespace HandoffSaga.Ledger;

/// <summary>
/// An audit trail: the entries about one transfer, or about one destination of it, each naming the hash of the one before. Removing,
/// inserting or changing one breaks the chain at that place.
/// </summary>
public static class AuditTrail
{
    /// <summary>Appends an entry to a trail.</summary>
    /// <param name="lastSequence">The number of the trail's last entry; 0 when it has none.</param>
    /// <param name="lastHash">The lower-case hex leaf hash of the trail's last entry; null when it has none.</param>
    /// <param name="entry">The entry; its <see cref="LedgerEntry.TrailSeq"/> and <see cref="LedgerEntry.PrevTrail"/> are set here.</param>
    public static ChainedEntry Append(long lastSequence, string? lastHash, LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentOutOfRangeException.ThrowIfNegative(lastSequence);
        if ((lastSequence == 0) != (lastHash is null))
            throw new ArgumentException("A last hash must be given if and only if there is a last entry.", nameof(lastHash));

        var sequence = lastSequence + 1;
        var chained = entry with { TrailSeq = sequence, PrevTrail = lastHash };
        var bytes = chained.ToCanonicalBytes();
        return new ChainedEntry(chained, sequence, bytes, LedgerHash.Leaf(bytes));
    }

    /// <summary>
    /// Checks a whole trail from its first entry. Removing entries from its end, or changing the very last entry, breaks no link: both show
    /// only against the trail's last number and hash kept elsewhere.
    /// </summary>
    /// <param name="entries">The stored canonical bytes of its entries, in the order of their numbers.</param>
    /// <returns>The first broken link, or null when every link holds.</returns>
    public static BrokenLink? Verify(IEnumerable<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var sequence = 0L;
        string? hash = null;
        foreach (var bytes in entries)
        {
            sequence++;
            if (!LedgerEntry.TryParse(bytes.Span, out var entry, out var problem))
                return new BrokenLink(BrokenLinkKind.Unreadable, sequence, problem);
            if (entry.TrailSeq != sequence)
            {
                return new BrokenLink(
                    BrokenLinkKind.Gap,
                    sequence,
                    $"Entry {sequence} is expected here, entry {entry.TrailSeq?.ToString() ?? "without number"} was found."
                );
            }

            if (entry.PrevTrail != hash)
            {
                return new BrokenLink(
                    BrokenLinkKind.WrongHash,
                    sequence,
                    $"Entry {sequence} does not name the entry before it as its predecessor."
                );
            }

            hash = Convert.ToHexStringLower(LedgerHash.Leaf(bytes.Span));
        }

        return null;
    }
}

/// <summary>An entry in its place, ready to be stored; its number and hash are the trail's new end.</summary>
/// <param name="Entry">The entry with its place in the trail.</param>
/// <param name="Sequence">Its number in the trail.</param>
/// <param name="Utf8">Its canonical bytes.</param>
/// <param name="LeafHash">The RFC 6962 leaf hash of those bytes.</param>
public sealed record ChainedEntry(LedgerEntry Entry, long Sequence, byte[] Utf8, byte[] LeafHash)
{
    /// <summary><see cref="LeafHash"/> in lower-case hex, as the next entry names it.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(LeafHash);
}

/// <summary>How a trail is broken.</summary>
public enum BrokenLinkKind
{
    /// <summary>An entry is missing, duplicated or in the wrong place.</summary>
    Gap,

    /// <summary>An entry does not name the hash of the one before it: one of the two was changed.</summary>
    WrongHash,

    /// <summary>The bytes are not an entry.</summary>
    Unreadable,
}

/// <summary>The first place where a trail is broken.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Sequence">The number the entry at this place should have, from 1.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record BrokenLink(BrokenLinkKind Kind, long Sequence, string Message);
