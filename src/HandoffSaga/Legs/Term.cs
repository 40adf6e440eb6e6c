namespace HandoffSaga.Legs;

/// <summary>One name of a <see cref="Vocabulary"/>.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Tone">The tone that selects its colour.</param>
/// <param name="Meaning">A sentence for readers of the wire contract.</param>
internal record Term(string Name, TermTone Tone, string Meaning);

/// <summary>How good or bad the meaning of a term is.</summary>
internal enum TermTone
{
    Plain,
    Good,
    Warning,
    Bad,

    /// <summary>Does not apply, or needs nobody any more.</summary>
    Muted,
}
