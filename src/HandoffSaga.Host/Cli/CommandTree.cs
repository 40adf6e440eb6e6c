using System.CommandLine;
using System.CommandLine.Help;
using HandoffSaga.Host.Cli.Commands;
using HandoffSaga.Host.Cli.Commands.Ledger;
using HandoffSaga.Host.Cli.Terminal;

namespace HandoffSaga.Host.Cli;

/// <summary>Every command there is.</summary>
internal static class CommandTree
{
    public static RootCommand Build(Surroundings surroundings)
    {
        var root = new RootCommand(
            "Moves test results to the Vault Hub and the part on to the next node, only when Guardian says that all signoffs are complete, and proves it afterwards.");
        root.Add(DemoCommand.Create(surroundings));
        root.Add(RunCommand.Create(surroundings));
        root.Add(SubmitCommand.Create(surroundings));
        root.Add(StatusCommand.Create(surroundings));
        root.Add(ListCommand.Create(surroundings));
        root.Add(ShowCommand.Create(surroundings));
        root.Add(AttemptsCommand.Create(surroundings));
        root.Add(AuditCommand.Create(surroundings));
        root.Add(RejectedCommand.Create(surroundings));
        root.Add(HubsCommand.Create(surroundings));
        root.Add(HealthCommand.Create(surroundings));
        root.Add(RedeliverCommand.Create(surroundings));
        root.Add(LedgerCommand.Create(surroundings));
        root.Add(AuditPackCommand.Create(surroundings));
        root.Add(ContractsCommand.Create(surroundings));
        root.Add(GuardianCommand.Create(surroundings));
        root.Add(HubCommand.Create(surroundings));
        root.Add(MigrateCommand.Create(surroundings));
        root.Add(ConfigCommand.Create(surroundings));
        root.Add(SagaCommand.Create(surroundings));
        root.Add(CompletionCommand.Create(surroundings));
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
