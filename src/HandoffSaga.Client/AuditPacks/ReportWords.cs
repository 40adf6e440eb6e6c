using HandoffSaga.Ledger;
using HandoffSaga.Legs;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>What the ledger's names are called in a report, and how they look.</summary>
internal static class ReportWords
{
    public static string Action(LedgerEntry entry) => entry.Action switch
    {
        "receive_authorization" => "Authorized by Guardian",
        "reject_authorization" => "Signoff refused",
        "duplicate_authorization" => "The same signoff again",
        "conflicting_authorization" => "Conflicting signoff refused",
        "read_routing" => "Route read",
        "contract_missing" => "Next contract missing",
        "routing_held" => "Route unclear, held",
        "prepare_vault" => "Results prepared",
        "prepare_next_node" => "Part-ready signal prepared",
        "transfer_to_vault" when Outcome(entry) == "delivered" => "Results confirmed by the Vault Hub",
        "transfer_to_vault" => "Results not delivered",
        "transfer_to_next_node" when Outcome(entry) == "delivered" => "Part-ready signal confirmed",
        "transfer_to_next_node" => "Part-ready signal not delivered",
        "retry_transfer" => "Redelivery scheduled",
        "late_receipt" => "Late receipt",
        "escalate_failure" => "Escalated to people",
        "redeliver_requested" => "Redelivery ordered",
        "execute_dual_transfer" => "Both legs settled",
        "transfer_complete" => "Transfer complete",
        var other => other,
    };

    /// <summary>The class its mark is drawn by.</summary>
    public static string Tone(LedgerEntry entry) => entry.Action switch
    {
        _ when IsByOperator(entry) => "operator",
        "receive_authorization" => "authority",
        "transfer_complete" or "late_receipt" => "good",
        "transfer_to_vault" or "transfer_to_next_node" => Outcome(entry) switch { "delivered" => "good", "permanent" => "bad", _ => "warn" },
        "retry_transfer" or "contract_missing" or "routing_held" => "warn",
        "escalate_failure" or "reject_authorization" or "conflicting_authorization" => "bad",
        _ => "plain",
    };

    public static bool IsByOperator(LedgerEntry entry) => entry.Action == "redeliver_requested" || entry.UserId != "system";

    public static string Leg(string? leg) => leg switch
    {
        DestinationNames.VaultHub => "Vault Hub",
        DestinationNames.NextNode => "Next node",
        "transfer" => "Transfer",
        _ => leg ?? "",
    };

    /// <summary>The class of a status or an outcome.</summary>
    public static string Status(string? status) => status switch
    {
        "complete" or "fully_complete" or "delivered" => "good",
        "escalated" or "permanent" => "bad",
        "held" or "retry_pending" or "transient" or "no_reply" => "warn",
        _ => "plain",
    };

    public static string Readable(string? name) => name?.Replace('_', ' ') ?? "";

    private static string? Outcome(LedgerEntry entry) => entry.Metadata.GetString("outcome");
}
