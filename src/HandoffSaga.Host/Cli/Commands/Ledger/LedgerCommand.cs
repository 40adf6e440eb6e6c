using System.CommandLine;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

internal static class LedgerCommand
{
    public static Command Create(CliContext cli) =>
        new("ledger", "The tamper-evident ledger: verify it, prove out of it, witness it")
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
