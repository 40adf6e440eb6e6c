using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Ledger;

/// <summary>
/// The entry with which a log goes on after its database was restored from an older copy. The log itself lost nothing; whoever writes it
/// forgot what it had written from <paramref name="Held"/> to <paramref name="Signed"/>. So a trail may go on, once, from an entry before
/// that, or begin again if it began there.
/// </summary>
/// <param name="Index">The entry's index.</param>
/// <param name="Held">How many entries the restored database held.</param>
/// <param name="Signed">How many the last signed head had; those between were taken back from the published log.</param>
/// <param name="Reason">Why, as a person gave it.</param>
/// <param name="By">Who.</param>
public sealed record Resumption(long Index, long Held, long Signed, string Reason, string By)
{
    /// <summary>The action of such an entry.</summary>
    public const string Action = "resume_ledger";

    /// <summary>How many trails went on from before what was forgotten, as far as the log was read.</summary>
    public int Branches { get; internal set; }

    /// <summary>What such an entry says about the log, for its <see cref="LedgerEntry.Metadata"/>.</summary>
    /// <param name="held">How many entries the restored database held.</param>
    /// <param name="signed">The last signed head.</param>
    public static CanonicalObject Metadata(long held, Checkpoint signed)
    {
        ArgumentNullException.ThrowIfNull(signed);
        return new CanonicalObjectBuilder()
            .Add("held", held)
            .Add("root", Convert.ToHexStringLower(signed.Root.Span))
            .Add("signed", signed.Size)
            .Build();
    }

    // An entry that claims to resume from beyond itself resumes nothing.
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
