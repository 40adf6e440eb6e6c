using System.CommandLine;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Groups the commands on SmartContracts.</summary>
internal static class ContractsCommand
{
    private const string DefaultFolder = "contracts/smart-contracts";

    /// <summary>Builds <c>handoff contracts</c> with its subcommands.</summary>
    public static Command Create(CliContext cli)
    {
        var command = new Command("contracts", "SmartContracts: check a folder of them, draw its chains")
        {
            ContractsCheckCommand.Create(cli),
            ContractsGraphCommand.Create(cli),
        };
        return command;
    }

    /// <summary>The FOLDER argument.</summary>
    public static Argument<string> Folder() =>
        new("FOLDER") { Description = "The folder with the SmartContracts", DefaultValueFactory = _ => DefaultFolder };
}
