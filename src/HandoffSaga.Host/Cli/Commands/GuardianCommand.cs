using System.CommandLine;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

internal static class GuardianCommand
{
    public static Command Create(CliContext cli) =>
        new("guardian", "For those who write a Guardian: make keys, sign signoffs, verify them")
        {
            GuardianKeygenCommand.Create(cli),
            GuardianSignCommand.Create(cli),
            GuardianVerifyCommand.Create(cli),
            GuardianCanonicalizeCommand.Create(cli),
        };
}
