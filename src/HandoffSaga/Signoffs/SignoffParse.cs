namespace HandoffSaga.Signoffs;

/// <summary>What reading a signoff gave: the signoff, or the reason why it is refused.</summary>
internal abstract record SignoffParse
{
    private SignoffParse() { }

    internal sealed record Parsed(Signoff Signoff) : SignoffParse;

    internal sealed record Rejected(SignoffProblem Problem) : SignoffParse;
}
