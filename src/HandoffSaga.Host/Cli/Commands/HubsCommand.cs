using System.CommandLine;
using System.Globalization;
using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Legs;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints the status of each hub.</summary>
internal static class HubsCommand
{
    /// <summary>Builds <c>handoff hubs</c>.</summary>
    public static Command Create(CliContext cli)
    {
        var command = new HandoffCommand("hubs", "Status per hub: waiting, escalated and held legs, last success")
        {
            Examples = [("hubs", "")],
        };
        var service = ServiceOptions.Of(command, times: true);
        command.SetAction(
            (parsed, cancellationToken) =>
                service.Use(
                    parsed,
                    cli,
                    async client =>
                    {
                        var answer = await client.Hubs(cancellationToken);
                        return cli.Print(
                            answer,
                            service.Json(parsed),
                            ApiJson.Default.HubsAnswer,
                            (output, hubs) => Show(output, hubs, service.Times(parsed, cli))
                        );
                    }
                )
        );
        return command;
    }

    private static void Show(ConsoleOutput output, HubsAnswer hubs, ShownTimes times) =>
        output.Columns([
            TransferText.Head("HUB", "WAITING", "ESCALATED", "HELD", "OLDEST", "NEXT ATTEMPT", "LAST SUCCESS", "LAST ERROR"),
            Row(DestinationNames.VaultHub, hubs.VaultHub, times),
            Row(DestinationNames.NextNode, hubs.NextNode, times),
        ]);

    private static StyledText[] Row(string name, HubAnswer? hub, ShownTimes times) =>
        [
            StyledText.Strong(name),
            Count(hub?.Waiting, Tone.Warning),
            Count(hub?.Escalated, Tone.Bad),
            Count(hub?.Held, Tone.Warning),
            times.Of(hub?.Oldest),
            times.Of(hub?.NextAttemptAt),
            times.Of(hub?.LastSuccessAt),
            LastError(hub, times),
        ];

    /// <summary>The last error with its time; nothing when the hub has confirmed since.</summary>
    private static string LastError(HubAnswer? hub, ShownTimes times) =>
        hub?.LastError is not { } error ? "-"
        : Time(hub.LastErrorAt) is not { } failed ? error
        : Time(hub.LastSuccessAt) >= failed ? "-"
        : $"{times.Of(hub.LastErrorAt)} {error}";

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static StyledText Count(long? count, Tone tone) => new($"{count ?? 0}", count > 0 ? tone : Tone.Plain);
}
