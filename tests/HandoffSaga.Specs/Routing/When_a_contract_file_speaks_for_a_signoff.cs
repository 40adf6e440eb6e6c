using HandoffSaga.Legs;
using HandoffSaga.Routing;
using HandoffSaga.SmartContracts;
using HandoffSaga.Specs.SmartContracts;

namespace HandoffSaga.Specs.Routing;

public sealed class When_a_contract_file_speaks_for_a_signoff
{
    [Fact]
    public void Its_trigger_is_used_when_both_ids_are_the_signed_ones()
    {
        Of(ContractText.Final("SC-1", po: "CPO-1"))
            .ShouldBe(new CompletedContract.Usable(new RoutingTrigger("workflow_complete", null, null, null, null)));
    }

    [Fact]
    public void It_need_not_name_a_client_PO()
    {
        Of(ContractText.Head + "routing_trigger: { type: workflow_complete }").ShouldBeOfType<CompletedContract.Usable>();
    }

    [Fact]
    public void It_is_not_used_when_it_holds_another_contract()
    {
        var contract = Of(ContractText.Final("SC-2"));

        contract.ShouldBe(new CompletedContract.Unusable("SC-1.yaml holds SC-2, not SC-1"));
        RouteDecision
            .Decide(null, contract)
            .ShouldBeOfType<RouteDecision.Held>()
            .ShouldSatisfyAllConditions(
                held => held.Reason.ShouldBe(HeldReasons.RoutingMissing),
                held => held.Detail.ShouldBe("no routing trigger was signed, and SC-1.yaml holds SC-2, not SC-1")
            );
    }

    [Fact]
    public void It_is_not_used_when_it_belongs_to_another_client_PO()
    {
        Of(ContractText.Final("SC-1", po: "CPO-2")).ShouldBe(new CompletedContract.Unusable("SC-1.yaml belongs to CPO-2, not CPO-1"));
    }

    [Fact]
    public void One_that_is_not_used_cannot_contradict_a_signed_trigger()
    {
        var signed = new RoutingTrigger("next_node", "NODE-2", "SC-2.yaml", null, null);

        RouteDecision.Decide(signed, Of(ContractText.Final("SC-1", po: "CPO-2"))).ShouldBeOfType<RouteDecision.Proceed>();
    }

    [Fact]
    public void A_missing_or_broken_one_says_why()
    {
        CompletedContract
            .Of(new ContractLookup.Missing("SC-1.yaml"), "SC-1", "CPO-1")
            .ShouldBe(new CompletedContract.Unusable("there is no contract file SC-1.yaml"));
        CompletedContract
            .Of(new ContractLookup.Invalid("SC-1.yaml", new ContractProblem("SC-1.yaml", 7, "an alias")), "SC-1", "CPO-1")
            .ShouldBe(new CompletedContract.Unusable("SC-1.yaml line 7: an alias"));
        CompletedContract
            .Of(new ContractLookup.Invalid("SC-1.yaml", new ContractProblem("SC-1.yaml", 0, "a folder")), "SC-1", "CPO-1")
            .ShouldBe(new CompletedContract.Unusable("SC-1.yaml: a folder"));
    }

    private static CompletedContract Of(string yaml) =>
        CompletedContract.Of(new ContractLookup.Found(ContractText.Read(yaml)), "SC-1", "CPO-1");
}
