namespace HandoffSaga.Legs;

/// <summary>One name of a <see cref="Vocabulary"/>.</summary>
/// <param name="Name">As everybody outside writes it.</param>
/// <param name="Tone">How it looks where there is colour.</param>
/// <param name="Meaning">What it says, in a sentence for readers of the wire contract.</param>
internal record Term(string Name, TermTone Tone, string Meaning);

/// <summary>How good or bad what a term says is.</summary>
internal enum TermTone
{
    Plain,
    Good,
    Warning,
    Bad,

    /// <summary>Does not apply.</summary>
    Muted,
}
