using System.CommandLine;
using HandoffSaga.Host.Cli.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

internal static class ContractsCommand
{
    private const string DefaultFolder = "contracts/smart-contracts";

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("contracts", "SmartContracts: check a folder of them, draw its chains")
        {
            ContractsCheckCommand.Create(surroundings),
            ContractsGraphCommand.Create(surroundings),
        };
        return command;
    }

    public static Argument<string> Folder() =>
        new("FOLDER") { Description = "The folder with the SmartContracts", DefaultValueFactory = _ => DefaultFolder };
}
