namespace HandoffSaga.SmartContracts;

/// <summary>The SmartContracts this station knows. What is not there, or not fit for use, is an answer; nothing is thrown but cancellation.</summary>
internal interface ISmartContractLibrary
{
    /// <summary>A contract by its bare file name, as a routing trigger names it.</summary>
    ValueTask<ContractLookup> Find(string fileName, CancellationToken cancellationToken);

    /// <summary>A contract by its id: <c>{id}.yaml</c>, and where that is missing <c>{id}.yml</c>. What the file says its own id is, the caller must compare.</summary>
    ValueTask<ContractLookup> FindByContractId(string smartContractId, CancellationToken cancellationToken);
}

/// <summary>What a look into the library found.</summary>
internal abstract record ContractLookup
{
    private ContractLookup()
    {
    }

    public sealed record Found(SmartContract Contract) : ContractLookup;

    /// <param name="Name">The file that is not there.</param>
    public sealed record Missing(string Name) : ContractLookup;

    /// <summary>Something is there, or was asked for, that cannot be used: a broken file, a name that is a path, a symbolic link, a disk error.</summary>
    public sealed record Invalid(string Name, ContractProblem First) : ContractLookup;
}
