using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints the ledger entries of a package.</summary>
internal static class AuditCommand
{
    /// <summary>Builds <c>handoff audit</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var package = PackageArgument.Create();
        var command = new HandoffCommand("audit", "The ledger entries of a package, in the order they were written")
        {
            Notes = "With --json: the canonical bytes of the entries in the ledger.",
            Examples = [("audit PKG-2025-001-LP-TEST1", ""), ("audit PKG-2025-001-LP-TEST1 --json > trail.json", "to keep")],
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
                        var answer = await client.Audit(parsed.GetRequiredValue(package), cancellationToken);
                        return cli.Print(
                            answer,
                            service.Json(parsed),
                            ApiJson.Default.AuditAnswer,
                            (output, audit) => TransferText.Audit(output, audit, service.Times(parsed, cli))
                        );
                    }
                )
        );
        return command;
    }
}
