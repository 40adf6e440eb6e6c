using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Legs;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Closes a leg that can never be confirmed here.</summary>
internal static class CloseCommand
{
    /// <summary>Builds <c>handoff close</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var package = PackageArgument.Create("The package whose leg to close");
        var leg = LegOption.Create("The leg to close", required: true);
        var reason = ReasonOptions.Reason();
        var by = ReasonOptions.By();
        var command = new HandoffCommand("close", "Closes a leg that can never be confirmed here; nothing more is sent for it")
        {
            Notes = """
                For a leg whose hub has the package already (after a restore it rejects another one under the same key), or whose contract will never come. Look at the hub first.
                A confirmation that comes later completes the leg after all, and "handoff redeliver" opens it again.
                Exit code 3 when there is no such transfer, 5 when the leg is complete or there is none.
                """,
            Examples =
            [
                ("close PKG-2025-001-LP-TEST1 --leg vault_hub --reason \"the hub has it: VH-99812\"", "after a restore"),
                ("close PKG-2025-001-LP-TEST1 --leg next_node --reason \"order cancelled\" --by \"J. Doe\"", ""),
            ],
        };
        command.Add(package);
        command.Add(leg);
        command.Add(reason);
        command.Add(by);
        var service = ServiceOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var request = new LegRequest(
                            parsed.GetRequiredValue(leg)!,
                            parsed.GetRequiredValue(reason),
                            parsed.GetValue(by) ?? cli.User
                        );
                        var answer = await client.Close(parsed.GetRequiredValue(package), request, cancellationToken);
                        return cli.Print(answer, service.Json(parsed), ApiJson.Default.CloseAnswer, Show);
                    }
                )
        );
        return command;
    }

    private static void Show(ConsoleOutput output, CloseAnswer closed) =>
        output.Line(
            closed.PackageId,
            "  ",
            closed.Leg,
            "  ",
            StyledText.Status(LegStatusNames.Closed),
            $" by {closed.ClosedBy} at {closed.ClosedAt}: {closed.Reason}"
        );
}
