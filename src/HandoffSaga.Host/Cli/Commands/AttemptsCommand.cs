using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints all delivery attempts of a package.</summary>
internal static class AttemptsCommand
{
    /// <summary>Builds <c>handoff attempts</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var package = PackageArgument.Create();
        var command = new HandoffCommand("attempts", "All delivery attempts of a package, with their outcomes")
        {
            Notes = """
                LEDGER SEEN is the ledger checkpoint that the hub's receipt names, by its number of entries. as sent: the one in the package; consistent: another one of this ledger; unknown
                or contradicts: not one of this ledger, so run "handoff ledger verify". signed: proved by the hub's key; claimed: not signed.
                ERROR also says what came for an attempt after its end, and when: "then delivered at ..." completed the leg after all.
                The hub's answers and the digests of what was sent are in the JSON.
                """,
            Examples =
            [
                ("attempts PKG-2025-001-LP-TEST1", ""),
                ("attempts PKG-2025-001-LP-TEST1 --json | jq '.items[].response_excerpt'", "the hub's answers"),
            ],
        };
        command.Add(package);
        var service = ServiceOptions.Of(command, times: true);
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
                            (output, attempts) => TransferText.Attempts(output, attempts, service.Times(parsed, cli))
                        );
                    }
                )
        );
        return command;
    }
}
