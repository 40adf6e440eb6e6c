using HandoffSaga.Ledger;
using HandoffSaga.LedgerLog.Recording;
using HandoffSaga.Legs;
using HandoffSaga.Status;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>The report's wording and style for the ledger's names.</summary>
internal static class ReportWords
{
    private static readonly Dictionary<string, (string Text, string Tone)> Actions = new()
    {
        [LedgerActions.ReceiveAuthorization] = ("Authorized by Guardian", "authority"),
        [LedgerActions.RejectAuthorization] = ("Signoff rejected", "bad"),
        [LedgerActions.DuplicateAuthorization] = ("Duplicate signoff", "plain"),
        [LedgerActions.ConflictingAuthorization] = ("Conflicting signoff rejected", "bad"),
        [LedgerActions.ReadRouting] = ("Route read", "plain"),
        [LedgerActions.ContractMissing] = ("Next contract missing", "warn"),
        [LedgerActions.RoutingHeld] = ("Route unclear, held", "warn"),
        [LedgerActions.PrepareVault] = ("Results prepared", "plain"),
        [LedgerActions.PrepareNextNode] = ("Part-ready signal prepared", "plain"),
        [LedgerActions.TransferToVault] = ("Results not delivered", "warn"),
        [LedgerActions.TransferToNextNode] = ("Part-ready signal not delivered", "warn"),
        [LedgerActions.RetryTransfer] = ("Redelivery scheduled", "warn"),
        [LedgerActions.LateReceipt] = ("Late receipt", "good"),
        [LedgerActions.EscalateFailure] = ("Escalated to people", "bad"),
        [LedgerActions.RedeliverRequested] = ("Redelivery ordered", "operator"),
        [LedgerActions.LegClosed] = ("Leg closed without a confirmation", "operator"),
        [LedgerActions.ExecuteDualTransfer] = ("Both legs settled", "plain"),
        [LedgerActions.TransferComplete] = ("Transfer complete", "good"),
    };

    private static readonly Dictionary<string, string> Confirmed = new()
    {
        [LedgerActions.TransferToVault] = "Results confirmed by the Vault Hub",
        [LedgerActions.TransferToNextNode] = "Part-ready signal confirmed",
    };

    private static readonly Dictionary<string, string> StatusTones = Vocabularies
        .All.Values.SelectMany(vocabulary => vocabulary.Terms)
        .DistinctBy(term => term.Name)
        .ToDictionary(term => term.Name, term => Class(term.Tone), StringComparer.Ordinal);

    public static string Action(LedgerEntry entry) =>
        IsDelivered(entry) && Confirmed.TryGetValue(entry.Action, out var confirmed) ? confirmed
        : Actions.TryGetValue(entry.Action, out var action) ? action.Text
        : entry.Action;

    /// <summary>The CSS class of its mark.</summary>
    public static string Tone(LedgerEntry entry) =>
        IsByOperator(entry) ? "operator"
        : Confirmed.ContainsKey(entry.Action) && Outcome(entry) is { } outcome && OutcomeNames.Vocabulary.Find(outcome) is not null
            ? Status(outcome)
        : Actions.TryGetValue(entry.Action, out var action) ? action.Tone
        : "plain";

    public static bool IsByOperator(LedgerEntry entry) =>
        entry.Action is LedgerActions.RedeliverRequested or LedgerActions.LegClosed || entry.UserId != "system";

    public static string Leg(string? leg) =>
        leg switch
        {
            DestinationNames.VaultHub => "Vault Hub",
            DestinationNames.NextNode => "Next node",
            "transfer" => "Transfer",
            _ => leg ?? "",
        };

    /// <summary>The CSS class of a status or an outcome.</summary>
    public static string Status(string? status) => StatusTones.GetValueOrDefault(status ?? "", "plain");

    public static string Readable(string? name) => name?.Replace('_', ' ') ?? "";

    private static string Class(TermTone tone) =>
        tone switch
        {
            TermTone.Good => "good",
            TermTone.Warning => "warn",
            TermTone.Bad => "bad",
            _ => "plain",
        };

    private static bool IsDelivered(LedgerEntry entry) => Outcome(entry) == OutcomeNames.Delivered;

    private static string? Outcome(LedgerEntry entry) => entry.Metadata.GetString("outcome");
}
