using HandoffSaga.Client.ServiceApi;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Legs;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Prints transfers, attempts and entries for people.</summary>
internal static class TransferText
{
    /// <summary>The package, its status and its legs.</summary>
    public static void Summary(ConsoleOutput output, TransferAnswer transfer, ShownTimes times)
    {
        output.Line(StyledText.Strong(transfer.PackageId), "  ", StyledText.Status(transfer.Status));
        output.Columns(Legs(transfer, times), "  ");
        OfferClosing(output, transfer, DestinationNames.VaultHub, transfer.Legs?.VaultHub);
        OfferClosing(output, transfer, DestinationNames.NextNode, transfer.Legs?.NextNode);
    }

    /// <summary>After a restore a hub may have another package under the same key, which it keeps and rejects this one for.</summary>
    private static void OfferClosing(ConsoleOutput output, TransferAnswer transfer, string name, LegAnswer? leg)
    {
        if (leg is { Status: LegStatusNames.Escalated, LastErrorCode: { } code } && ErrorCodes.MayBeThereAlready(code))
        {
            output.Line(
                StyledText.Dim($"  If the hub has this package already: handoff close {transfer.PackageId} --leg {name} --reason \"...\"")
            );
        }
    }

    /// <summary>The transfer's identifiers, route, times and digest.</summary>
    public static void Particulars(ConsoleOutput output, TransferAnswer transfer, ShownTimes times)
    {
        var part = string.Join(", ", new[] { transfer.PartId, transfer.PartNumber }.Where(text => text is not null));
        output.Columns(
            [
                [StyledText.Dim("transfer"), transfer.TransferId],
                [StyledText.Dim("client PO"), transfer.ClientpoId],
                [StyledText.Dim("test"), transfer.TestId],
                [StyledText.Dim("part"), part.Length == 0 ? "-" : part],
                [StyledText.Dim("route"), Route(transfer.Routing)],
                [StyledText.Dim("received"), times.Of(transfer.ReceivedTimestamp)],
                [StyledText.Dim("completed"), times.Of(transfer.CompletedTimestamp)],
                [StyledText.Dim("signoff"), $"sha256 {transfer.SignoffSha256}"],
            ],
            "  "
        );
    }

    /// <summary>A table of attempts.</summary>
    public static void Attempts(ConsoleOutput output, AttemptsAnswer attempts, ShownTimes times, string indent = "")
    {
        List<StyledText[]> rows = [Head("LEG", "ATTEMPT", "STARTED", "ENDED", "OUTCOME", "CAUSE", "HTTP", "LEDGER SEEN", "ERROR")];
        rows.AddRange(
            (attempts.Items ?? []).Select(attempt =>
                new StyledText[]
                {
                    attempt.Leg,
                    $"{attempt.Attempt}",
                    times.Of(attempt.StartedAt),
                    times.Of(attempt.EndedAt),
                    attempt.Outcome is null ? "-" : StyledText.Status(attempt.Outcome),
                    attempt.Cause ?? "-",
                    attempt.StatusCode is { } code ? $"{code}" : "-",
                    Seen(attempt.LedgerHeadSeen),
                    string.Join("; ", new[] { attempt.Error, Late(attempt.LateReceipt, times) }.Where(text => text is not null)),
                }
            )
        );
        output.Columns(rows, indent);
    }

    private static StyledText Seen(LedgerHeadSeenAnswer? head) =>
        head is null ? "-" : new StyledText(head.Text, StatusTone.Of(head.Standing));

    private static string? Late(LateReceiptAnswer? late, ShownTimes times) =>
        late is null ? null : $"then {late.Outcome} {times.Of(late.ReceivedAt)}{(late.Error is { } error ? $": {error}" : "")}";

    /// <summary>A table of ledger entries.</summary>
    public static void Audit(ConsoleOutput output, AuditAnswer audit, ShownTimes times, string indent = "")
    {
        List<StyledText[]> rows = [Head("OCCURRED", "TRAIL", "ACTION", "BY", "DETAILS")];
        rows.AddRange(
            (audit.Items ?? []).Select(entry =>
                new StyledText[] { times.Of(entry.OccurredAt), entry.Trail, StyledText.Strong(entry.Action), entry.UserId, entry.Details }
            )
        );
        output.Columns(rows, indent);
    }

    /// <summary>The first row of a table: the names of its columns.</summary>
    public static StyledText[] Head(params string[] names) => [.. names.Select(StyledText.Dim)];

    private static List<StyledText[]> Legs(TransferAnswer transfer, ShownTimes times) =>
        [
            Head("LEG", "STATUS", "ATTEMPTS", "NOTE"),
            Leg(DestinationNames.VaultHub, transfer.VaultStatus, transfer.Legs?.VaultHub, times),
            Leg(DestinationNames.NextNode, transfer.NextNodeStatus, transfer.Legs?.NextNode, times),
        ];

    private static StyledText[] Leg(string name, string? status, LegAnswer? leg, ShownTimes times)
    {
        string?[] notes =
        [
            leg?.TargetNode is { } station ? $"to {station}" : null,
            leg?.HeldReason,
            leg?.ClosedAt is { } closed ? $"by {leg.ClosedBy}, {times.Of(closed)}: {leg.ClosedReason}" : null,
            leg?.ReceiptId is { } receipt ? $"receipt {receipt}" : leg?.Evidence,
            leg?.Status is LegStatusNames.Complete ? null : leg?.LastError,
            leg?.NextAttemptAt is { } next ? $"next attempt {times.Of(next)}" : null,
        ];
        return
        [
            name,
            StyledText.Status(status ?? leg?.Status),
            $"{leg?.Attempts ?? 0}",
            string.Join(", ", notes.Where(note => note is not null)),
        ];
    }

    private static string Route(RoutingAnswer? route) =>
        route switch
        {
            null => "not known yet",
            { WorkflowComplete: true } => "workflow_complete",
            _ => $"{route.RoutingType} -> {route.NextStation}, {route.NextContract}",
        };
}
