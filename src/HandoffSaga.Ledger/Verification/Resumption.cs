using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Ledger;

/// <summary>
/// The entry with which a log continues after its database was restored from an older copy. The log itself lost nothing, but the restored
/// database did not know the entries from <paramref name="Held"/> to <paramref name="Signed"/>. So a trail may continue, once, from an
/// entry before those, or start again if it started there.
/// </summary>
/// <param name="Index">The entry's index.</param>
/// <param name="Held">How many entries the restored database held.</param>
/// <param name="Signed">How many the last signed checkpoint had; those between were restored from the published log.</param>
/// <param name="Reason">The reason given by a person.</param>
/// <param name="By">Who.</param>
public sealed record Resumption(long Index, long Held, long Signed, string Reason, string By)
{
    /// <summary>The action of such an entry.</summary>
    public const string Action = "resume_ledger";

    /// <summary>How many trails continued from before the lost entries, as far as the log was read.</summary>
    public int Branches { get; internal set; }

    /// <summary>The <see cref="LedgerEntry.Metadata"/> of such an entry.</summary>
    /// <param name="held">How many entries the restored database held.</param>
    /// <param name="signed">The size of the last signed checkpoint.</param>
    public static CanonicalObject Metadata(long held, Checkpoint signed)
    {
        ArgumentNullException.ThrowIfNull(signed);
        return new CanonicalObjectBuilder()
            .Add("held", held)
            .Add("root", Convert.ToHexStringLower(signed.Root.Span))
            .Add("signed", signed.Size)
            .Build();
    }

    // An entry that claims to resume from beyond itself is ignored.
    internal static Resumption? Read(LedgerEntry entry, long index) =>
        entry.Action == Action
        && entry.TransferId is null
        && entry.Metadata.Get("held")?.AsInteger() is { } held and >= 0
        && entry.Metadata.Get("signed")?.AsInteger() is { } signed
        && signed >= held
        && signed <= index
            ? new Resumption(index, held, signed, entry.Details, entry.UserId)
            : null;
}
