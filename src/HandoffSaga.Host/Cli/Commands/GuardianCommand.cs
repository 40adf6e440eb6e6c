using System.CommandLine;
using HandoffSaga.Host.Cli.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

internal static class GuardianCommand
{
    public static Command Create(Surroundings surroundings) => new("guardian", "For those who write a Guardian: make keys, sign signoffs, verify them")
    {
        GuardianKeygenCommand.Create(surroundings),
        GuardianSignCommand.Create(surroundings),
        GuardianVerifyCommand.Create(surroundings),
        GuardianCanonicalizeCommand.Create(surroundings),
    };
}
