using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

internal static class AttemptsCommand
{
    public static Command Create(CliContext cli)
    {
        var package = PackageArgument.Create();
        var command = new HandoffCommand("attempts", "Every try to deliver a package, with its outcome")
        {
            Notes = """
                LEDGER SEEN is the head of the ledger that the hub's receipt names, by its number of entries: "as sent" in the package, otherwise consistent; unknown
                or contradicts is not this ledger's: run "handoff ledger verify". signed: by the hub's key, which proves it; claimed: by nobody's.
                The hub's answers and the digests of what was sent are in the JSON.
                """,
            Examples =
            [
                ("attempts PKG-2025-001-LP-TEST1", ""),
                ("attempts PKG-2025-001-LP-TEST1 --json | jq '.items[].response_excerpt'", "what the hub said"),
            ],
        };
        command.Add(package);
        var service = ServiceOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var answer = await client.Attempts(parsed.GetRequiredValue(package), cancellationToken);
                        return cli.Print(
                            answer,
                            service.Json(parsed),
                            ApiJson.Default.AttemptsAnswer,
                            (screen, attempts) => TransferText.Attempts(screen, attempts)
                        );
                    }
                )
        );
        return command;
    }
}
