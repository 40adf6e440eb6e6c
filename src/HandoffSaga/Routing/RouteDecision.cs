using HandoffSaga.Legs;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Routing;

/// <summary>
/// The route after a completed contract. Only an explicit, consistent <c>workflow_complete</c> ends a chain; missing routing never does.
/// </summary>
internal abstract record RouteDecision
{
    private RouteDecision() { }

    /// <summary>The trigger asked for no vault transfer. Results always go; this is for the record.</summary>
    public bool VaultTransferOverruled { get; init; }

    /// <summary>The part continues to <see cref="Route.NextStation"/> with <see cref="Route.NextContract"/>; both are set.</summary>
    public sealed record Proceed(Route Route) : RouteDecision;

    /// <summary>The chain is at its end.</summary>
    public sealed record Ends(Route Route) : RouteDecision;

    /// <summary>The next-node leg is held; the vault leg continues.</summary>
    /// <param name="Reason">One of <see cref="HeldReasons"/>.</param>
    /// <param name="Detail">One line for people.</param>
    /// <param name="Partial">The known part of the route, with neither completion nor finality; null when no type was given.</param>
    public sealed record Held(string Reason, string Detail, Route? Partial) : RouteDecision;

    /// <summary>
    /// Decides on the route. The signed trigger has precedence and must not contradict the file's, which is used if none was signed.
    /// </summary>
    /// <param name="signed">From the signed test data; null when there is none.</param>
    /// <param name="contract">The completed contract's file.</param>
    public static RouteDecision Decide(RoutingTrigger? signed, CompletedContract contract)
    {
        var filed = (contract as CompletedContract.Usable)?.Trigger;
        if ((signed ?? filed) is not { } trigger)
            return new Held(HeldReasons.RoutingMissing, WhyMissing(contract), null);

        var decision =
            signed is not null && filed is not null && TriggerRules.Difference(signed, filed) is { } difference
                ? Hold(HeldReasons.RoutingConflict, difference, trigger)
                : Follow(trigger);
        return decision with { VaultTransferOverruled = trigger.VaultTransfer == false };
    }

    private static RouteDecision Follow(RoutingTrigger trigger)
    {
        if (TriggerRules.Flaw(trigger) is { } flaw)
            return Hold(HeldReasons.RoutingIncomplete, flaw, trigger);

        return trigger.Type == RoutingTypes.WorkflowComplete
            ? new Ends(
                new Route(RoutingTypes.WorkflowComplete, null, null, VaultTransfer: true, WorkflowComplete: true, IsFinalContract: true)
            )
            : new Proceed(Open(RoutingTypes.NextNode, trigger));
    }

    private static Held Hold(string reason, string detail, RoutingTrigger trigger) =>
        new(reason, detail, trigger.Type is { } type ? Open(type, trigger) : null);

    private static Route Open(string type, RoutingTrigger trigger) =>
        new(type, trigger.NextStation, trigger.NextContract, VaultTransfer: true, WorkflowComplete: false, IsFinalContract: false);

    private static string WhyMissing(CompletedContract contract) =>
        contract is CompletedContract.Unusable { Why: var why }
            ? $"no routing trigger was signed, and {why}"
            : "no routing trigger was signed, and the contract's file has none";
}
