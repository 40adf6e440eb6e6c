using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_the_state_machine_is_drawn
{
    private static readonly string Graph = SagaGraph.Mermaid();

    [Fact]
    public void It_begins_with_the_signoff_and_nothing_else() =>
        ArrowsFrom("Initial").ShouldBe(["Initial --> Initial_SignoffComplete[\"SignoffComplete\"]"]);

    [Fact]
    public void An_accepted_signoff_is_in_transfer_and_may_have_a_missing_contract_looked_for() =>
        ArrowsFrom("Initial_SignoffComplete")
            .ShouldBe(["Initial_SignoffComplete --> InTransfer", "Initial_SignoffComplete ==> InTransfer_ContractRecheck"]);

    [Theory]
    [InlineData("InTransfer")]
    [InlineData("FullyComplete")]
    public void From_then_on_every_event_fault_and_schedule_is_taken(string state) =>
        ArrowsFrom(state)
            .Select(arrow => arrow.Split('"')[1])
            .ShouldBe(
                [
                    "SignoffComplete",
                    "VaultCompleted",
                    "VaultFaulted",
                    "VaultRedelivery",
                    "NextNodeCompleted",
                    "NextNodeFaulted",
                    "NextNodeRedelivery",
                    "ContractRecheck",
                    "RedeliveryIsRequested",
                    "CloseIsRequested",
                ],
                ignoreOrder: true
            );

    [Theory]
    [InlineData("Vault")]
    [InlineData("NextNode")]
    public void A_leg_that_completes_may_complete_the_transfer_and_one_that_faults_may_be_redelivered(string leg)
    {
        ArrowsFrom($"InTransfer_{leg}Completed").ShouldBe([$"InTransfer_{leg}Completed -.-> FullyComplete"]);
        ArrowsFrom($"InTransfer_{leg}Faulted").ShouldBe([$"InTransfer_{leg}Faulted ==> InTransfer_{leg}Redelivery"]);
        ArrowsFrom($"InTransfer_{leg}Redelivery").ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_contract_may_be_looked_for_again_and_an_operators_order_may_complete_the_transfer()
    {
        ArrowsFrom("InTransfer_ContractRecheck").ShouldBe(["InTransfer_ContractRecheck ==> InTransfer_ContractRecheck"]);
        ArrowsFrom("InTransfer_RedeliveryIsRequested")
            .ShouldBe(
                ["InTransfer_RedeliveryIsRequested -.-> FullyComplete", "InTransfer_RedeliveryIsRequested ==> InTransfer_ContractRecheck"],
                ignoreOrder: true
            );
    }

    [Fact]
    public void A_signoff_that_comes_again_moves_nothing() => ArrowsFrom("InTransfer_SignoffComplete").ShouldBeEmpty();

    [Fact]
    public void It_is_a_flow_chart_of_the_machines_states()
    {
        Graph.ShouldStartWith("flowchart TB\n");
        Graph
            .Split('\n')
            .Where(line => line.EndsWith("\"])", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .ShouldBe(["Initial([\"Initial\"])", "InTransfer([\"InTransfer\"])", "FullyComplete([\"FullyComplete\"])"]);
    }

    private static IEnumerable<string> ArrowsFrom(string id) =>
        Graph.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(id + " ", StringComparison.Ordinal));
}
