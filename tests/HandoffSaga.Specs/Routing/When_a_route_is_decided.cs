using HandoffSaga.Legs;
using HandoffSaga.Routing;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.Routing;

public sealed class When_a_route_is_decided
{
    private static readonly RoutingTrigger Onward = new("next_node", "NODE-2", "SC-2.yaml", null, null);
    private static readonly RoutingTrigger Final = new("workflow_complete", null, null, null, null);
    private static readonly CompletedContract NoFile = new CompletedContract.Unusable("there is no contract file SC-1.yaml");

    [Fact]
    public void The_signed_trigger_counts()
    {
        RouteDecision
            .Decide(Onward, NoFile)
            .ShouldBe(new RouteDecision.Proceed(new Route("next_node", "NODE-2", "SC-2.yaml", true, false, false)));
        RouteDecision.Decide(Final, NoFile).ShouldBe(new RouteDecision.Ends(new Route("workflow_complete", null, null, true, true, true)));
    }

    [Fact]
    public void Where_none_was_signed_the_file_counts()
    {
        RouteDecision.Decide(null, new CompletedContract.Usable(Onward)).ShouldBe(RouteDecision.Decide(Onward, NoFile));
        RouteDecision.Decide(null, new CompletedContract.Usable(Final)).ShouldBe(RouteDecision.Decide(Final, NoFile));
    }

    [Fact]
    public void Where_there_is_none_at_all_the_leg_is_held_and_never_complete()
    {
        Held(null, new CompletedContract.Usable(null))
            .ShouldBe(
                new RouteDecision.Held(HeldReasons.RoutingMissing, "no routing trigger was signed, and the contract's file has none", null)
            );
        Held(null, NoFile)
            .ShouldBe(
                new RouteDecision.Held(
                    HeldReasons.RoutingMissing,
                    "no routing trigger was signed, and there is no contract file SC-1.yaml",
                    null
                )
            );
    }

    [Fact]
    public void A_file_that_says_the_same_is_no_conflict()
    {
        var written = Onward with { IsFinalContract = false, VaultTransfer = true };

        RouteDecision.Decide(Onward, new CompletedContract.Usable(written)).ShouldBeOfType<RouteDecision.Proceed>();
        RouteDecision
            .Decide(Final with { IsFinalContract = true }, new CompletedContract.Usable(Final))
            .ShouldBeOfType<RouteDecision.Ends>();
    }

    public static TheoryData<string, string?, string?, string?, bool?> Differences =>
        new()
        {
            { "type", "workflow_complete", null, null, null },
            { "type", null, "NODE-2", "SC-2.yaml", null },
            { "next_station", "next_node", "NODE-3", "SC-2.yaml", null },
            { "next_station", "next_node", null, "SC-2.yaml", null },
            { "next_contract", "next_node", "NODE-2", "SC-2.yml", null },
            { "next_contract", "next_node", "NODE-2", null, null },
            { "is_final_contract", "next_node", "NODE-2", "SC-2.yaml", true },
        };

    [Theory]
    [MemberData(nameof(Differences))]
    public void A_file_that_says_something_else_is_a_conflict(string member, string? type, string? station, string? contract, bool? final)
    {
        var held = Held(Onward, new CompletedContract.Usable(new RoutingTrigger(type, station, contract, null, final)));

        held.Reason.ShouldBe(HeldReasons.RoutingConflict);
        held.Detail.ShouldStartWith(member + " was signed as ");
        held.Partial.ShouldBe(new Route("next_node", "NODE-2", "SC-2.yaml", true, false, false));
    }

    [Fact]
    public void Two_ends_that_differ_in_finality_are_a_conflict()
    {
        var held = Held(Final, new CompletedContract.Usable(Final with { IsFinalContract = false }));

        held.Reason.ShouldBe(HeldReasons.RoutingConflict);
        held.Detail.ShouldBe("is_final_contract was signed as 'true', but the contract's file has 'false'");
        Held(Final with { IsFinalContract = false }, new CompletedContract.Usable(Final))
            .Detail.ShouldBe("is_final_contract was signed as 'false', but the contract's file has 'true'");
    }

    public static TheoryData<string?, string?, string?, bool?> Flaws =>
        new()
        {
            { "next_node", null, "SC-2.yaml", null },
            { "next_node", "", "SC-2.yaml", null },
            { "next_node", "NODE-2", null, null },
            { "next_node", "NODE-2", "", null },
            { "next_node", "NODE-2", "SC-2.yaml", true },
            { "workflow_complete", "NODE-2", null, null },
            { "workflow_complete", "", null, null },
            { "workflow_complete", null, "SC-2.yaml", true },
            { "workflow_complete", null, null, false },
            { "WORKFLOW_COMPLETE", null, null, true },
            { "somewhere", "NODE-2", "SC-2.yaml", null },
            { "", null, null, true },
            { null, "NODE-2", "SC-2.yaml", null },
            { null, null, null, true },
        };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_trigger_that_is_incomplete_or_contradicts_itself_holds_the_leg(
        string? type,
        string? station,
        string? contract,
        bool? final
    )
    {
        var trigger = new RoutingTrigger(type, station, contract, null, final);

        foreach (var held in (RouteDecision.Held[])[Held(trigger, NoFile), Held(null, new CompletedContract.Usable(trigger))])
        {
            held.Reason.ShouldBe(HeldReasons.RoutingIncomplete);
            held.Detail.ShouldNotBeEmpty();
            held.Partial.ShouldBe(type is null ? null : new Route(type, station, contract, true, false, false));
        }
    }

    [Fact]
    public void Results_go_to_the_vault_even_where_the_trigger_says_no_and_that_is_noted()
    {
        var decision = RouteDecision.Decide(Onward with { VaultTransfer = false }, NoFile).ShouldBeOfType<RouteDecision.Proceed>();

        decision.Route.VaultTransfer.ShouldBeTrue();
        decision.VaultTransferOverruled.ShouldBeTrue();
        RouteDecision.Decide(Onward with { VaultTransfer = true }, NoFile).VaultTransferOverruled.ShouldBeFalse();
        RouteDecision.Decide(Onward, NoFile).VaultTransferOverruled.ShouldBeFalse();
        Held(Onward with { NextStation = null, VaultTransfer = false }, NoFile).Partial!.VaultTransfer.ShouldBeTrue();
    }

    private static RouteDecision.Held Held(RoutingTrigger? signed, CompletedContract contract) =>
        RouteDecision.Decide(signed, contract).ShouldBeOfType<RouteDecision.Held>();
}
