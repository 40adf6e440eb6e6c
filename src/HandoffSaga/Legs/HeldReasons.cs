namespace HandoffSaga.Legs;

/// <summary>Why a leg is held.</summary>
internal static class HeldReasons
{
    public const string ContractMissing = "contract_missing";
    public const string ContractInvalid = "contract_invalid";
    public const string RoutingMissing = "routing_missing";
    public const string RoutingConflict = "routing_conflict";
    public const string RoutingIncomplete = "routing_incomplete";

    public static readonly Vocabulary Vocabulary = new([
        new(ContractMissing, TermTone.Warning, "the next SmartContract is not in the folder; it is looked for periodically."),
        new(ContractInvalid, TermTone.Warning, "the next SmartContract cannot be used; it is checked periodically."),
        new(RoutingMissing, TermTone.Warning, "no routing trigger was signed, and the completed contract has none."),
        new(RoutingConflict, TermTone.Warning, "the signed routing trigger and the completed contract's differ."),
        new(RoutingIncomplete, TermTone.Warning, "the routing trigger is incomplete or inconsistent."),
    ]);
}
