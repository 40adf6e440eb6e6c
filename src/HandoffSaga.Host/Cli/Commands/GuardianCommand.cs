using System.CommandLine;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Groups the tools for developing a Guardian.</summary>
internal static class GuardianCommand
{
    /// <summary>Builds <c>handoff guardian</c> with its subcommands.</summary>
    public static Command Create(CliContext cli) =>
        new("guardian", "Tools for developing a Guardian: make keys, sign signoffs, verify them")
        {
            GuardianKeygenCommand.Create(cli),
            GuardianSignCommand.Create(cli),
            GuardianVerifyCommand.Create(cli),
            GuardianCanonicalizeCommand.Create(cli),
        };
}
