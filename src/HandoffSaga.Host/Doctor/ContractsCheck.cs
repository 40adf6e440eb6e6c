using HandoffSaga.Chains;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Doctor;

/// <summary>Whether the SmartContracts can be read and lead to one another.</summary>
internal static class ContractsCheck
{
    private const string Name = "contracts";

    public static async Task<IReadOnlyList<Finding>> Look(HandoffSettings settings, CancellationToken cancellationToken)
    {
        var folder = settings.Contracts.Folder;
        var chains = await ContractChains.Load(folder, cancellationToken);
        if (chains.FolderProblem is { } problem)
        {
            return
            [
                Finding.Failed(Name, $"{folder}: {problem.Message}", "Correct Contracts:Folder: without contracts every next leg is held."),
            ];
        }

        var findings = chains.Check();
        var errors = findings.Count(finding => finding.Severity == FindingSeverity.Error);
        var whatToDo = $"handoff contracts check {folder}";
        return
        [
            errors > 0 ? Finding.Failed(Name, $"{folder}: {errors} errors, the first: {First(findings, FindingSeverity.Error)}", whatToDo)
            : findings.Count > 0
                ? Finding.Warn(Name, $"{folder}: {findings.Count} warnings, the first: {First(findings, findings[0].Severity)}", whatToDo)
            : Finding.Ok(Name, $"{chains.Contracts.Count} in {folder}"),
        ];
    }

    private static string First(IReadOnlyList<ContractFinding> findings, FindingSeverity severity)
    {
        var first = findings.First(finding => finding.Severity == severity);
        return $"{first.FileName}: {first.Message}";
    }
}
