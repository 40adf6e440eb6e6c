namespace HandoffSaga.Signoffs;

/// <summary>The result of reading a signoff: the signoff, or the reason for its rejection.</summary>
internal abstract record SignoffParse
{
    private SignoffParse() { }

    internal sealed record Parsed(Signoff Signoff) : SignoffParse;

    internal sealed record Rejected(SignoffProblem Problem) : SignoffParse;
}
