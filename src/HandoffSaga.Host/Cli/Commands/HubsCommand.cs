using System.CommandLine;
using HandoffSaga.Host.Cli.Client;
using HandoffSaga.Host.Cli.Terminal;
using HandoffSaga.Transfers;

namespace HandoffSaga.Host.Cli.Commands;

internal static class HubsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new HandoffCommand("hubs", "How it stands toward each hub: what waits, what is stuck, the last success")
        {
            Examples = [("hubs", "")],
        };
        var service = ServiceOptions.Of(command);
        command.SetAction((parsed, cancellationToken) => service.Use(parsed, surroundings, async client =>
        {
            var answer = await client.Hubs(cancellationToken);
            return surroundings.Print(answer, service.Json(parsed), ApiJson.Default.HubsAnswer, Show);
        }));
        return command;
    }

    private static void Show(Screen screen, HubsAnswer hubs) => screen.Columns(
    [
        TransferText.Head("HUB", "WAITING", "ESCALATED", "HELD", "OLDEST", "NEXT ATTEMPT", "LAST SUCCESS", "LAST ERROR"),
        Row(DestinationNames.VaultHub, hubs.VaultHub),
        Row(DestinationNames.NextNode, hubs.NextNode),
    ]);

    private static Ink[] Row(string name, HubAnswer? hub) =>
    [
        Ink.Strong(name), Count(hub?.Waiting, Tint.Warning), Count(hub?.Escalated, Tint.Bad), Count(hub?.Held, Tint.Warning),
        hub?.Oldest ?? "-", hub?.NextAttemptAt ?? "-", hub?.LastSuccessAt ?? "-", hub?.LastError ?? "-",
    ];

    private static Ink Count(long? count, Tint tint) => new($"{count ?? 0}", count > 0 ? tint : Tint.Plain);
}
