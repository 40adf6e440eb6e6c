using HandoffSaga.Legs;

namespace HandoffSaga.Hubs.Receipts;

/// <summary>The names of what a hub did with a package.</summary>
internal static class DispositionNames
{
    public static readonly Vocabulary<Disposition> Vocabulary = new(
        (Disposition.Accepted, new("accepted", TermTone.Good, "the hub has the package.")),
        (Disposition.Duplicate, new("duplicate", TermTone.Warning, "the hub had accepted the package before.")),
        (Disposition.Rejected, new("rejected", TermTone.Bad, "the hub does not take the package."))
    );

    public static string WireName(this Disposition disposition) => Vocabulary.NameOf(disposition);
}
