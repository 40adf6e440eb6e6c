using HandoffSaga.SmartContracts;
using HandoffSaga.Texts;

namespace HandoffSaga.Routing;

/// <summary>The rules that a routing trigger must meet.</summary>
internal static class TriggerRules
{
    /// <summary>The reason why this trigger cannot be followed; null when it is complete and consistent.</summary>
    public static string? Flaw(RoutingTrigger trigger) =>
        trigger switch
        {
            { Type: null } => "the trigger names no type",
            { Type: RoutingTypes.NextNode, NextStation: null or "" } => "next_node without next_station",
            { Type: RoutingTypes.NextNode, NextContract: null or "" } => "next_node without next_contract",
            { Type: RoutingTypes.NextNode, IsFinalContract: true } => "next_node, but is_final_contract is true",
            { Type: RoutingTypes.NextNode } => null,
            { Type: RoutingTypes.WorkflowComplete, NextStation: not null } =>
                $"workflow_complete, but next_station is {Excerpt.Quote(trigger.NextStation)}",
            { Type: RoutingTypes.WorkflowComplete, NextContract: not null } =>
                $"workflow_complete, but next_contract is {Excerpt.Quote(trigger.NextContract)}",
            { Type: RoutingTypes.WorkflowComplete, IsFinalContract: false } => "workflow_complete, but is_final_contract is false",
            { Type: RoutingTypes.WorkflowComplete } => null,
            _ => $"the type {Excerpt.Quote(trigger.Type)} is unknown",
        };

    /// <summary>The difference between the signed trigger and the file's; null when they mean the same.</summary>
    public static string? Difference(RoutingTrigger signed, RoutingTrigger filed)
    {
        if (signed.Type != filed.Type)
            return Differs("type", signed.Type, filed.Type);
        if (signed.NextStation != filed.NextStation)
            return Differs("next_station", signed.NextStation, filed.NextStation);
        if (signed.NextContract != filed.NextContract)
            return Differs("next_contract", signed.NextContract, filed.NextContract);
        return IsFinal(signed) == IsFinal(filed)
            ? null
            : Differs("is_final_contract", IsFinal(signed) ? "true" : "false", IsFinal(filed) ? "true" : "false");
    }

    /// <summary>Finality that is not given follows from the type.</summary>
    private static bool IsFinal(RoutingTrigger trigger) => trigger.IsFinalContract ?? trigger.Type == RoutingTypes.WorkflowComplete;

    private static string Differs(string member, string? signed, string? filed) =>
        $"{member} was signed as {Excerpt.Quote(signed)}, but the contract's file has {Excerpt.Quote(filed)}";
}
