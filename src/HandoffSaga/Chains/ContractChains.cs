using HandoffSaga.Routing;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Chains;

/// <summary>All contracts of a folder, and the chains they form.</summary>
internal sealed class ContractChains
{
    private static readonly CompletedContract NothingElse = new CompletedContract.Unusable("no other source has its route");

    private readonly Dictionary<string, SmartContract> _byFileName;
    private readonly HashSet<string> _rejectedFiles;
    private readonly Dictionary<SmartContract, RouteDecision> _routes = new(ReferenceEqualityComparer.Instance);

    private ContractChains(IReadOnlyList<SmartContract> contracts, IReadOnlyList<ContractProblem> problems, ContractProblem? folderProblem)
    {
        Contracts = contracts;
        Problems = problems;
        FolderProblem = folderProblem;
        _byFileName = contracts.ToDictionary(contract => contract.FileName, StringComparer.Ordinal);
        _rejectedFiles = [.. problems.Select(problem => problem.FileName)];
        foreach (var contract in contracts)
            _routes[contract] = RouteDecision.Decide(contract.Trigger, NothingElse);
    }

    /// <summary>The contracts, by file name.</summary>
    public IReadOnlyList<SmartContract> Contracts { get; }

    /// <summary>The problems of files that are not readable contracts, by file name.</summary>
    public IReadOnlyList<ContractProblem> Problems { get; }

    /// <summary>The problem with the folder itself, if any.</summary>
    public ContractProblem? FolderProblem { get; }

    /// <summary>
    /// Reads every <c>.yaml</c> and <c>.yml</c> right inside the folder, except hidden ones. A missing folder is a problem like others.
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
                    case ContractParse.Rejected rejected:
                        problems.AddRange(rejected.Problems);
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

    /// <summary>All errors and warnings, by file and line.</summary>
    public IReadOnlyList<ContractFinding> Check() => ContractCheck.Of(this);

    /// <summary>The route of the contract's own trigger, by the rules of a transfer.</summary>
    public RouteDecision RouteOf(SmartContract contract) => _routes[contract];

    /// <summary>The next contract, if there is a readable one.</summary>
    public SmartContract? NextOf(SmartContract contract) => NextFileOf(contract) is { } name ? _byFileName.GetValueOrDefault(name) : null;

    public string? NextFileOf(SmartContract contract) => (RouteOf(contract) as RouteDecision.Proceed)?.Route.NextContract;

    /// <summary>Whether a file of this name exists, readable as a contract or not.</summary>
    public bool IsThere(string fileName) => _byFileName.ContainsKey(fileName) || _rejectedFiles.Contains(fileName);

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
