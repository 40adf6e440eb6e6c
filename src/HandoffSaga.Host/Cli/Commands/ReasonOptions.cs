using System.CommandLine;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>The options that say who requests something about a leg, and why.</summary>
internal static class ReasonOptions
{
    public static Option<string> Reason() =>
        new("--reason")
        {
            Description = "The reason, for the ledger",
            Required = true,
            HelpName = "TEXT",
        };

    public static Option<string> By() =>
        new("--by") { Description = "The requester, for the ledger (default: the user of this process)", HelpName = "NAME" };
}
