using HandoffSaga.SmartContracts;

namespace HandoffSaga.Signoffs;

/// <summary>
/// Reads the routing trigger Guardian signed. Each member must be valid; whether they form a route is decided by Routing.
/// </summary>
internal static class SignoffTrigger
{
    public static RoutingTrigger Read(SignoffFields trigger) =>
        new(
            ReadType(trigger),
            trigger.Optional("next_station", SignoffNames.Station),
            trigger.Optional("next_contract", SignoffNames.ContractFile),
            trigger.OptionalFlag("vault_transfer"),
            trigger.OptionalFlag("is_final_contract")
        );

    private static string? ReadType(SignoffFields trigger)
    {
        var type = trigger.Optional("type", SignoffNames.RoutingType);
        var alias = trigger.Optional("routing_type", SignoffNames.RoutingType);
        if (type is not null && alias is not null && type != alias)
            trigger.Reject("routing_type", "contradicts type; send only one of them.");
        else if (trigger.IsMissing("type") && trigger.IsMissing("routing_type"))
            trigger.Reject("type", $"of the routing trigger is missing; it must be {SignoffNames.RoutingType.Rule}.");
        return type ?? alias;
    }
}
