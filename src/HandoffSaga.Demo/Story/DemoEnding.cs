using HandoffSaga.Client.Terminal;
using HandoffSaga.Demo.StandInHubs;

namespace HandoffSaga.Demo.Story;

/// <summary>Prints the audit trail and the hubs' packages at the end.</summary>
internal static class DemoEnding
{
    private const int DetailsShown = 72;

    public static void Trail(DemoNarration narration, IReadOnlyList<DemoOutcome> outcomes)
    {
        narration.Blank();
        narration.Title("The audit trail");
        narration.ConsoleOutput.Columns(
            [
                .. from outcome in outcomes
                from entry in outcome.Audit?.Items ?? []
                select new[]
                {
                    StyledText.Dim(TimeOfDay(entry.OccurredAt)),
                    StyledText.Strong(outcome.Signoff.Name),
                    entry.Trail,
                    entry.Action,
                    StyledText.Dim(Short(entry.Details)),
                },
            ],
            "  "
        );
    }

    public static void Received(DemoNarration narration, DemoHubs hubs)
    {
        narration.Blank();
        narration.Title("What the hubs hold");
        narration.ConsoleOutput.Columns([.. Rows("vault hub", hubs.Vault), .. Rows("floor hub", hubs.Floor)], "  ");
    }

    private static IEnumerable<StyledText[]> Rows(string name, StandInHub hub) =>
        hub.Kept.Select(package =>
            new StyledText[]
            {
                StyledText.Dim(name),
                StyledText.Good(package.ReceiptId),
                package.TransferId,
                $"{package.Payload.Length} bytes",
                StyledText.Dim($"sha256 {package.PayloadSha256[..16]}..."),
            }
        );

    private static string TimeOfDay(string? time) => time is { Length: >= 23 } ? time[11..23] : time ?? "";

    private static string Short(string? details) =>
        details is { Length: > DetailsShown } ? details[..(DetailsShown - 3)] + "..." : details ?? "";
}
