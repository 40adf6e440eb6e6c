using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Transfers;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints the state machine of a transfer as a diagram.</summary>
internal static class SagaCommand
{
    /// <summary>Builds <c>handoff saga</c> with its subcommand.</summary>
    public static Command Create(CliContext cli)
    {
        var graph = new HandoffCommand("graph", "Prints the state machine as a Mermaid diagram with every event, fault and schedule")
        {
            Examples = [("saga graph > saga.mmd", "")],
        };
        graph.SetAction(_ => cli.Data.Raw(SagaGraph.Mermaid()));
        return new Command("saga", "The state machine of a transfer") { graph };
    }
}
