using System.CommandLine;
using System.CommandLine.Help;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Cli.Commands;
using HandoffSaga.Host.Cli.Commands.Ledger;

namespace HandoffSaga.Host.Cli;

/// <summary>The tree of all commands.</summary>
internal static class CommandTree
{
    /// <summary>Builds <c>handoff</c> with all its commands; their help shows examples.</summary>
    public static RootCommand Build(CliContext cli)
    {
        var root = new RootCommand(
            "Moves test results to the Vault Hub and the part on to the next node, only when Guardian says that all signoffs are complete, and proves it afterwards."
        );
        root.Add(DemoCommand.Create(cli));
        root.Add(RunCommand.Create(cli));
        root.Add(SubmitCommand.Create(cli));
        root.Add(StatusCommand.Create(cli));
        root.Add(ListCommand.Create(cli));
        root.Add(ShowCommand.Create(cli));
        root.Add(AttemptsCommand.Create(cli));
        root.Add(AuditCommand.Create(cli));
        root.Add(RejectedCommand.Create(cli));
        root.Add(HubsCommand.Create(cli));
        root.Add(HealthCommand.Create(cli));
        root.Add(RedeliverCommand.Create(cli));
        root.Add(CloseCommand.Create(cli));
        root.Add(LedgerCommand.Create(cli));
        root.Add(AuditPackCommand.Create(cli));
        root.Add(ContractsCommand.Create(cli));
        root.Add(GuardianCommand.Create(cli));
        root.Add(HubCommand.Create(cli));
        root.Add(DoctorCommand.Create(cli));
        root.Add(BackupCommand.Create(cli));
        root.Add(RestoreCommand.Create(cli));
        root.Add(MigrateCommand.Create(cli));
        root.Add(ConfigCommand.Create(cli));
        root.Add(SagaCommand.Create(cli));
        root.Add(CompletionCommand.Create(cli));
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!, cli.OutputIsTerminal ? cli.Width : null);
        return root;
    }
}
