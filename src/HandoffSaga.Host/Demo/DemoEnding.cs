using HandoffSaga.Host.Cli.Terminal;
using HandoffSaga.Host.StandInHubs;

namespace HandoffSaga.Host.Demo;

/// <summary>What is left when it is over: the audit trail, and what the hubs hold.</summary>
internal static class DemoEnding
{
    private const int DetailsShown = 72;

    public static void Trail(DemoNarration narration, IReadOnlyList<DemoOutcome> outcomes)
    {
        narration.Blank();
        narration.Title("The audit trail");
        narration.Screen.Columns(
            [
                .. from outcome in outcomes
                   from entry in outcome.Audit?.Items ?? []
                   select new[] { Ink.Dim(TimeOfDay(entry.OccurredAt)), Ink.Strong(outcome.Signoff.Name), entry.Trail, entry.Action, Ink.Dim(Short(entry.Details)) },
            ],
            "  ");
    }

    public static void Received(DemoNarration narration, DemoHubs hubs)
    {
        narration.Blank();
        narration.Title("What the hubs hold");
        narration.Screen.Columns([.. Rows("vault hub", hubs.Vault), .. Rows("floor hub", hubs.Floor)], "  ");
    }

    private static IEnumerable<Ink[]> Rows(string name, StandInHub hub) => hub.Kept.Select(package => new Ink[]
    {
        Ink.Dim(name), Ink.Good(package.ReceiptId), package.TransferId, $"{package.Payload.Length} bytes", Ink.Dim($"sha256 {package.PayloadSha256[..16]}..."),
    });

    private static string TimeOfDay(string? time) => time is { Length: >= 23 } ? time[11..23] : time ?? "";

    private static string Short(string? details) => details is { Length: > DetailsShown } ? details[..(DetailsShown - 3)] + "..." : details ?? "";
}
