using System.CommandLine;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

/// <summary>Groups the commands on the ledger.</summary>
internal static class LedgerCommand
{
    /// <summary>Builds <c>handoff ledger</c> with its subcommands.</summary>
    public static Command Create(CliContext cli) =>
        new("ledger", "The tamper-evident ledger: verify it, prove entries, witness it")
        {
            LedgerVerifyCommand.Create(cli),
            LedgerShowCommand.Create(cli),
            LedgerProveCommand.Create(cli),
            LedgerVerifyProofCommand.Create(cli),
            LedgerResumeCommand.Create(cli),
            LedgerCheckpointCommand.Create(cli),
            LedgerWitnessCommand.Create(cli),
        };
}
