namespace HandoffSaga.SmartContracts;

/// <summary>What a look into the folder of contracts found.</summary>
internal abstract record ContractLookup
{
    private ContractLookup() { }

    public sealed record Found(SmartContract Contract) : ContractLookup;

    /// <param name="Name">The file that is not there.</param>
    public sealed record Missing(string Name) : ContractLookup;

    /// <summary>
    /// Something is there, or was asked for, that cannot be used: a broken file, a name that is a path, a symbolic link, a disk error.
    /// </summary>
    public sealed record Invalid(string Name, ContractProblem First) : ContractLookup;
}
