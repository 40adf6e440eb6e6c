using System.CommandLine;
using HandoffSaga.Host.Cli.Client;
using HandoffSaga.Host.Cli.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

internal static class AttemptsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var package = PackageArgument.Create();
        var command = new HandoffCommand("attempts", "Every try to deliver a package, with its outcome")
        {
            Notes = "The hub's answers and the digests of what was sent are in the JSON.",
            Examples = [("attempts PKG-2025-001-LP-TEST1", ""), ("attempts PKG-2025-001-LP-TEST1 --json | jq '.items[].response_excerpt'", "what the hub said")],
        };
        command.Add(package);
        var service = ServiceOptions.Of(command);
        command.SetAction((parsed, cancellationToken) => service.Use(parsed, surroundings, async client =>
        {
            var answer = await client.Attempts(parsed.GetRequiredValue(package), cancellationToken);
            return surroundings.Print(answer, service.Json(parsed), ApiJson.Default.AttemptsAnswer, (screen, attempts) => TransferText.Attempts(screen, attempts));
        }));
        return command;
    }
}
