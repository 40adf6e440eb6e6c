namespace HandoffSaga.SmartContracts;

/// <summary>The result of reading a SmartContract file.</summary>
internal abstract record ContractParse
{
    private ContractParse() { }

    public sealed record Parsed(SmartContract Contract) : ContractParse;

    /// <param name="Problems">At least one, in the order of the file; at most <see cref="MostProblems"/>.</param>
    public sealed record Rejected(IReadOnlyList<ContractProblem> Problems) : ContractParse;

    /// <summary>The maximum number of reported problems of one file.</summary>
    public const int MostProblems = 50;
}

/// <param name="Line">The line, from 1; 0 when it is about the whole file.</param>
internal sealed record ContractProblem(string FileName, int Line, string Message);
