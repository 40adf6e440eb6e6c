namespace HandoffSaga.Legs;

/// <summary>The names of why an attempt was made.</summary>
internal static class CauseNames
{
    public static readonly Vocabulary<AttemptCause> Vocabulary = new(
        (AttemptCause.First, new("first", TermTone.Plain, "the leg's first.")),
        (AttemptCause.Redelivery, new("redelivery", TermTone.Plain, "the previous attempt failed and its delay is over.")),
        (AttemptCause.Operator, new("operator", TermTone.Plain, "a person requested it."))
    );

    public static string WireName(this AttemptCause cause) => Vocabulary.NameOf(cause);
}
