using HandoffSaga.Host.Cli.Client;
using HandoffSaga.Host.Cli.Terminal;
using HandoffSaga.Transfers;

namespace HandoffSaga.Host.Cli.Commands;

/// <summary>Transfers, attempts and entries as people read them.</summary>
internal static class TransferText
{
    public static void Summary(Screen screen, TransferAnswer transfer)
    {
        screen.Line(Ink.Strong(transfer.PackageId), "  ", Ink.Status(transfer.Status));
        screen.Columns(Legs(transfer), "  ");
    }

    public static void Particulars(Screen screen, TransferAnswer transfer)
    {
        var part = string.Join(", ", new[] { transfer.PartId, transfer.PartNumber }.Where(text => text is not null));
        screen.Columns(
            [
                [Ink.Dim("transfer"), transfer.TransferId],
                [Ink.Dim("client PO"), transfer.ClientpoId],
                [Ink.Dim("test"), transfer.TestId],
                [Ink.Dim("part"), part.Length == 0 ? "-" : part],
                [Ink.Dim("route"), Route(transfer.Routing)],
                [Ink.Dim("received"), transfer.ReceivedTimestamp],
                [Ink.Dim("completed"), transfer.CompletedTimestamp ?? "-"],
                [Ink.Dim("signoff"), $"sha256 {transfer.SignoffSha256}"],
            ],
            "  ");
    }

    public static void Attempts(Screen screen, AttemptsAnswer attempts, string indent = "")
    {
        List<Ink[]> rows = [Head("LEG", "ATTEMPT", "STARTED", "ENDED", "OUTCOME", "CAUSE", "HTTP", "LEDGER SEEN", "ERROR")];
        rows.AddRange((attempts.Items ?? []).Select(attempt => new Ink[]
        {
            attempt.Leg, $"{attempt.Attempt}", attempt.StartedAt ?? "-", attempt.EndedAt ?? "-", attempt.Outcome is null ? "-" : Ink.Status(attempt.Outcome),
            attempt.Cause ?? "-", attempt.StatusCode is { } code ? $"{code}" : "-", Seen(attempt.LedgerHeadSeen), attempt.Error,
        }));
        screen.Columns(rows, indent);
    }

    private static Ink Seen(LedgerHeadSeenAnswer? head) => head switch
    {
        null => "-",
        { IsDisputed: true } => Ink.Bad(head.Text),
        { Standing: "malformed" or "unchecked" } => Ink.Warning(head.Text),
        _ => head.Text,
    };

    public static void Audit(Screen screen, AuditAnswer audit, string indent = "")
    {
        List<Ink[]> rows = [Head("OCCURRED", "TRAIL", "ACTION", "BY", "DETAILS")];
        rows.AddRange((audit.Items ?? []).Select(entry => new Ink[] { entry.OccurredAt, entry.Trail, Ink.Strong(entry.Action), entry.UserId, entry.Details }));
        screen.Columns(rows, indent);
    }

    public static Ink[] Head(params string[] names) => [.. names.Select(Ink.Dim)];

    private static List<Ink[]> Legs(TransferAnswer transfer) =>
    [
        Head("LEG", "STATUS", "ATTEMPTS", "NOTE"),
        Leg(DestinationNames.VaultHub, transfer.VaultStatus, transfer.Legs?.VaultHub),
        Leg(DestinationNames.NextNode, transfer.NextNodeStatus, transfer.Legs?.NextNode),
    ];

    private static Ink[] Leg(string name, string? status, LegAnswer? leg)
    {
        string?[] notes =
        [
            leg?.TargetNode is { } station ? $"to {station}" : null,
            leg?.HeldReason,
            leg?.ReceiptId is { } receipt ? $"receipt {receipt}" : leg?.Evidence,
            leg?.Status is LegStatusNames.Complete ? null : leg?.LastError,
            leg?.NextAttemptAt is { } next ? $"next attempt {next}" : null,
        ];
        return [name, Ink.Status(status ?? leg?.Status), $"{leg?.Attempts ?? 0}", string.Join(", ", notes.Where(note => note is not null))];
    }

    private static string Route(RoutingAnswer? route) => route switch
    {
        null => "not known yet",
        { WorkflowComplete: true } => "workflow_complete",
        _ => $"{route.RoutingType} -> {route.NextStation}, {route.NextContract}",
    };
}
