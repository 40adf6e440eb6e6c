using System.CommandLine;
using HandoffSaga.Chains;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints the chains of a contracts folder as a Mermaid diagram.</summary>
internal static class ContractsGraphCommand
{
    /// <summary>Builds <c>handoff contracts graph</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var folder = ContractsCommand.Folder();
        var command = new HandoffCommand("graph", "The chains of a folder of SmartContracts as a Mermaid diagram")
        {
            Examples = [("contracts graph > chains.mmd", "")],
        };
        command.Add(folder);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var chains = await ContractChains.Load(
                    Path.GetFullPath(parsed.GetRequiredValue(folder), cli.WorkingFolder),
                    cancellationToken
                );
                if (chains.FolderProblem is { } problem)
                    return cli.Fail(ExitCode.NotFound, $"{problem.FileName}: {problem.Message}");
                cli.Data.Raw(ContractGraph.ToMermaid(chains));
                return ExitCode.Done;
            }
        );
        return command;
    }
}
