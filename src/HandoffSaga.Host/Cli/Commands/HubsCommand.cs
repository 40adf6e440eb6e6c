using System.CommandLine;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Legs;

namespace HandoffSaga.Host.Cli.Commands;

internal static class HubsCommand
{
    public static Command Create(CliContext cli)
    {
        var command = new HandoffCommand("hubs", "How it stands toward each hub: what waits, what is stuck, the last success")
        {
            Examples = [("hubs", "")],
        };
        var service = ServiceOptions.Of(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var answer = await client.Hubs(cancellationToken);
                        return cli.Print(answer, service.Json(parsed), ApiJson.Default.HubsAnswer, Show);
                    }
                )
        );
        return command;
    }

    private static void Show(ConsoleOutput screen, HubsAnswer hubs) =>
        screen.Columns([
            TransferText.Head("HUB", "WAITING", "ESCALATED", "HELD", "OLDEST", "NEXT ATTEMPT", "LAST SUCCESS", "LAST ERROR"),
            Row(DestinationNames.VaultHub, hubs.VaultHub),
            Row(DestinationNames.NextNode, hubs.NextNode),
        ]);

    private static StyledText[] Row(string name, HubAnswer? hub) =>
        [
            StyledText.Strong(name),
            Count(hub?.Waiting, Tone.Warning),
            Count(hub?.Escalated, Tone.Bad),
            Count(hub?.Held, Tone.Warning),
            hub?.Oldest ?? "-",
            hub?.NextAttemptAt ?? "-",
            hub?.LastSuccessAt ?? "-",
            hub?.LastError ?? "-",
        ];

    private static StyledText Count(long? count, Tone tint) => new($"{count ?? 0}", count > 0 ? tint : Tone.Plain);
}
