namespace HandoffSaga.Ledger;

/// <summary>An entry's claimed place in an audit trail.</summary>
/// <param name="Index">Its index in the log.</param>
/// <param name="EventId">The entry's id.</param>
/// <param name="TransferId">The transfer; null for an entry that belongs to none and is a trail of its own.</param>
/// <param name="Trail">The trail within the transfer.</param>
/// <param name="Sequence">Its number in the trail; null when it is in none.</param>
/// <param name="Previous">The hash of the previous entry; null for none.</param>
/// <param name="Hash">Its own leaf hash.</param>
/// <param name="Resumes">The resumption, when the entry records one.</param>
internal readonly record struct TrailPlace(
    long Index,
    Guid EventId,
    string? TransferId,
    string Trail,
    long? Sequence,
    HashValue? Previous,
    HashValue Hash,
    Resumption? Resumes
)
{
    public static TrailPlace? Read(ReadOnlySpan<byte> entry, long index, ReadOnlySpan<byte> hash, out string? problem)
    {
        if (!LedgerEntry.TryParse(entry, out var read, out problem))
            return null;
        var previous = HashValue.FromHex(read.PrevTrail);
        if (read.PrevTrail is not null && previous is null)
        {
            problem = "prev_trail is not a hash.";
            return null;
        }

        return new TrailPlace(
            index,
            read.EventId,
            read.TransferId,
            read.Trail,
            read.TrailSeq,
            previous,
            HashValue.Read(hash),
            Resumption.Read(read, index)
        );
    }
}
