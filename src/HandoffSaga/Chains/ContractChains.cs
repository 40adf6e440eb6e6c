using HandoffSaga.Routing;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Chains;

/// <summary>All contracts of a folder, and how they lead to each other.</summary>
internal sealed class ContractChains
{
    private static readonly CompletedContract NothingElse = new CompletedContract.Unusable("nothing else says where it goes");

    private readonly Dictionary<string, SmartContract> _byFileName;
    private readonly HashSet<string> _refusedFiles;
    private readonly Dictionary<SmartContract, RouteDecision> _routes = new(ReferenceEqualityComparer.Instance);

    private ContractChains(IReadOnlyList<SmartContract> contracts, IReadOnlyList<ContractProblem> problems, ContractProblem? folderProblem)
    {
        Contracts = contracts;
        Problems = problems;
        FolderProblem = folderProblem;
        _byFileName = contracts.ToDictionary(contract => contract.FileName, StringComparer.Ordinal);
        _refusedFiles = [.. problems.Select(problem => problem.FileName)];
        foreach (var contract in contracts)
            _routes[contract] = RouteDecision.Decide(contract.Trigger, NothingElse);
    }

    /// <summary>By file name.</summary>
    public IReadOnlyList<SmartContract> Contracts { get; }

    /// <summary>Of the files that could not be read as contracts, by file name.</summary>
    public IReadOnlyList<ContractProblem> Problems { get; }

    /// <summary>Why nothing could be looked at, if so.</summary>
    public ContractProblem? FolderProblem { get; }

    /// <summary>
    /// Reads every <c>.yaml</c> and <c>.yml</c> right inside the folder, except hidden ones. A folder that is not there is a problem like
    /// others.
    /// </summary>
    public static async Task<ContractChains> Load(string folder, CancellationToken cancellationToken)
    {
        var contracts = new List<SmartContract>();
        var problems = new List<ContractProblem>();
        try
        {
            foreach (var file in Files(folder))
            {
                switch (await Read(file, cancellationToken))
                {
                    case ContractParse.Parsed parsed:
                        contracts.Add(parsed.Contract);
                        break;
                    case ContractParse.Rejected refused:
                        problems.AddRange(refused.Problems);
                        break;
                }
            }
        }
        catch (Exception failure) when (ContractFile.IsUnreadable(failure))
        {
            return new ContractChains([], [], new ContractProblem(folder, 0, failure.Message));
        }

        var nothing = contracts.Count + problems.Count == 0 ? new ContractProblem(folder, 0, "no .yaml or .yml file in this folder") : null;
        return new ContractChains(contracts, problems, nothing);
    }

    /// <summary>Everything that is wrong or doubtful, by file and line; empty when there is nothing.</summary>
    public IReadOnlyList<ContractFinding> Check() => ContractCheck.Of(this);

    /// <summary>Where the contract's own trigger leads, by the rules a transfer follows.</summary>
    public RouteDecision RouteOf(SmartContract contract) => _routes[contract];

    /// <summary>The contract this one leads to, if it leads to one that can be read.</summary>
    public SmartContract? NextOf(SmartContract contract) => NextFileOf(contract) is { } name ? _byFileName.GetValueOrDefault(name) : null;

    public string? NextFileOf(SmartContract contract) => (RouteOf(contract) as RouteDecision.Proceed)?.Route.NextContract;

    /// <summary>Whether a file lies there, readable as a contract or not.</summary>
    public bool IsThere(string fileName) => _byFileName.ContainsKey(fileName) || _refusedFiles.Contains(fileName);

    private static IEnumerable<ContractFile> Files(string folder) =>
        Directory
            .EnumerateFileSystemEntries(folder)
            .Select(path => new ContractFile(path, Path.GetFileName(path)))
            .Where(file => ContractNames.HasContractExtension(file.Name) && file.Name[0] != '.')
            .OrderBy(file => file.Name, StringComparer.Ordinal);

    private static async Task<ContractParse> Read(ContractFile file, CancellationToken cancellationToken)
    {
        try
        {
            return file.Look() is ContractFileState.Unfit unfit
                ? new ContractParse.Rejected([unfit.Problem])
                : await file.Read(cancellationToken);
        }
        catch (Exception failure) when (ContractFile.IsUnreadable(failure))
        {
            return new ContractParse.Rejected([new ContractProblem(file.Name, 0, failure.Message)]);
        }
    }
}
