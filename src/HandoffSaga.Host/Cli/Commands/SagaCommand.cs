using System.CommandLine;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Transfers;

namespace HandoffSaga.Host.Cli.Commands;

internal static class SagaCommand
{
    public static Command Create(CliContext cli)
    {
        var graph = new HandoffCommand("graph", "The state machine as a Mermaid diagram: every event, fault and schedule in it")
        {
            Examples = [("saga graph > saga.mmd", "")],
        };
        graph.SetAction(_ => cli.Data.Raw(SagaGraph.Mermaid()));
        return new Command("saga", "The state machine of a transfer") { graph };
    }
}
