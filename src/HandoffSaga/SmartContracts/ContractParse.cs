namespace HandoffSaga.SmartContracts;

/// <summary>What became of a SmartContract file.</summary>
internal abstract record ContractParse
{
    private ContractParse() { }

    public sealed record Parsed(SmartContract Contract) : ContractParse;

    /// <param name="Problems">At least one, in the order of the file; at most <see cref="MostProblems"/>.</param>
    public sealed record Rejected(IReadOnlyList<ContractProblem> Problems) : ContractParse;

    /// <summary>How many problems of one file are worth telling.</summary>
    public const int MostProblems = 50;
}

/// <param name="Line">1 for the first; 0 when it is about the file as a whole.</param>
internal sealed record ContractProblem(string FileName, int Line, string Message);
