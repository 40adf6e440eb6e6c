namespace HandoffSaga.Legs;

/// <summary>The names of the evidence for a completed leg, the strongest first.</summary>
internal static class EvidenceNames
{
    public static readonly Vocabulary<Evidence> Vocabulary = new(
        (Evidence.SignedReceipt, new("signed_receipt", TermTone.Plain, "a receipt signed by a known key of the hub.")),
        (Evidence.Receipt, new("receipt", TermTone.Plain, "a receipt whose digest is that of what was sent.")),
        (Evidence.StatusCode, new("status_code", TermTone.Plain, "a 2xx status without a receipt."))
    );

    public static string WireName(this Evidence evidence) => Vocabulary.NameOf(evidence);

    public static Evidence? Parse(string? name) => name is null ? null : Vocabulary.Get(name);
}
