using System.CommandLine;
using HandoffSaga.Host.Cli.Terminal;

namespace HandoffSaga.Host.Cli.Commands.Ledger;

internal static class LedgerCommand
{
    public static Command Create(Surroundings surroundings) => new("ledger", "The tamper-evident ledger: verify it, prove out of it, witness it")
    {
        LedgerVerifyCommand.Create(surroundings),
        LedgerShowCommand.Create(surroundings),
        LedgerProveCommand.Create(surroundings),
        LedgerVerifyProofCommand.Create(surroundings),
        LedgerResumeCommand.Create(surroundings),
        LedgerCheckpointCommand.Create(surroundings),
        LedgerWitnessCommand.Create(surroundings),
    };
}
