using CsCheck;
using HandoffSaga.Legs;
using HandoffSaga.Routing;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.Routing;

public sealed class Only_an_explicit_end_ends_a_chain
{
    private static readonly Gen<bool?> Maybe = Gen.OneOf<bool?>(null, true, false);

    private static readonly Gen<RoutingTrigger?> Triggers = Gen.Select(
        Gen.OneOf<string?>(null, "", "next_node", "workflow_complete", "workflow_complete ", "Workflow_Complete", "complete"),
        Gen.OneOf<string?>(null, null, "", "NODE-2", "NODE-3"),
        Gen.OneOf<string?>(null, null, "", "SC-2.yaml", "SC-3.yaml"),
        Maybe,
        Maybe,
        Gen.Int[0, 4],
        (type, station, contract, vault, final, absent) => absent == 0 ? null : new RoutingTrigger(type, station, contract, vault, final)
    );

    private static readonly Gen<CompletedContract> Contracts = Gen.Select(
        Triggers,
        Gen.Bool,
        (trigger, usable) =>
            usable ? (CompletedContract)new CompletedContract.Usable(trigger) : new CompletedContract.Unusable("it is broken")
    );

    [Fact]
    public void Whatever_was_signed_and_whatever_the_file_says() =>
        Gen.Select(Triggers, Contracts)
            .Sample(
                (signed, contract) =>
                {
                    var counts = signed ?? (contract as CompletedContract.Usable)?.Trigger;
                    switch (RouteDecision.Decide(signed, contract))
                    {
                        case RouteDecision.Ends { Route: var route }:
                            counts.ShouldBe(
                                new RoutingTrigger("workflow_complete", null, null, counts!.VaultTransfer, counts.IsFinalContract)
                            );
                            counts.IsFinalContract.ShouldNotBe(false);
                            route.ShouldBe(
                                new Route(
                                    "workflow_complete",
                                    null,
                                    null,
                                    VaultTransfer: true,
                                    WorkflowComplete: true,
                                    IsFinalContract: true
                                )
                            );
                            break;
                        case RouteDecision.Proceed { Route: var route }:
                            counts!.Type.ShouldBe("next_node");
                            counts.IsFinalContract.ShouldNotBe(true);
                            route.NextStation.ShouldNotBeNullOrEmpty();
                            route.NextContract.ShouldNotBeNullOrEmpty();
                            route.ShouldBe(
                                new Route(
                                    "next_node",
                                    counts.NextStation,
                                    counts.NextContract,
                                    VaultTransfer: true,
                                    WorkflowComplete: false,
                                    IsFinalContract: false
                                )
                            );
                            break;
                        case RouteDecision.Held held:
                            held.Reason.ShouldBeOneOf(
                                HeldReasons.RoutingMissing,
                                HeldReasons.RoutingConflict,
                                HeldReasons.RoutingIncomplete
                            );
                            (held.Reason == HeldReasons.RoutingMissing).ShouldBe(counts is null);
                            if (held.Partial is { } partial)
                                (partial.VaultTransfer, partial.WorkflowComplete, partial.IsFinalContract).ShouldBe((true, false, false));
                            break;
                        default:
                            throw new ShouldAssertException("no decision");
                    }
                },
                iter: 10_000
            );
}
