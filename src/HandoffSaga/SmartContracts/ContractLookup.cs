namespace HandoffSaga.SmartContracts;

/// <summary>The result of a lookup in the contracts folder.</summary>
internal abstract record ContractLookup
{
    private ContractLookup() { }

    public sealed record Found(SmartContract Contract) : ContractLookup;

    /// <param name="Name">The missing file.</param>
    public sealed record Missing(string Name) : ContractLookup;

    /// <summary>The file or its name is unusable: a broken file, a name that is a path, a symbolic link, a disk error.</summary>
    public sealed record Invalid(string Name, ContractProblem First) : ContractLookup;
}
