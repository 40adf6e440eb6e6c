namespace HandoffSaga.Legs;

/// <summary>The names of how an attempt ended. One that is still open has no name.</summary>
internal static class OutcomeNames
{
    public const string Delivered = "delivered";

    public static readonly Vocabulary<AttemptOutcome> Vocabulary = new(
        (AttemptOutcome.Delivered, new(Delivered, TermTone.Good, "the hub confirmed.")),
        (AttemptOutcome.Transient, new("transient", TermTone.Warning, "it failed, and a later attempt may succeed.")),
        (
            AttemptOutcome.Permanent,
            new("permanent", TermTone.Bad, "a failure that a retry alone does not fix; the leg is escalated at once.")
        ),
        (AttemptOutcome.NoReply, new("no_reply", TermTone.Warning, "no answer came in time."))
    );

    public static string WireName(this AttemptOutcome outcome) => Vocabulary.NameOf(outcome);

    public static AttemptOutcome Parse(string name) => Vocabulary.Get(name);
}

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
