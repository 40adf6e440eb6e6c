using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.SmartContracts;

public sealed class When_a_contract_is_wrong
{
    [Theory]
    [InlineData("smart_contract_id: x", 1, "contract_type is missing")]
    [InlineData("contract_type: x", 1, "smart_contract_id is missing")]
    [InlineData("contract_type: x\nsmart_contract_id: ~", 2, "smart_contract_id is missing")]
    [InlineData("contract_type: x\nsmart_contract_id: ''", 2, "smart_contract_id '' is not an id")]
    [InlineData("contract_type: x\nsmart_contract_id: ../x", 2, "smart_contract_id '../x' is not an id")]
    [InlineData("contract_type: x\nsmart_contract_id: \"x\\n\"", 2, "smart_contract_id 'x\\u000A' is not an id")]
    [InlineData("contract_type: x\nsmart_contract_id: [x]", 2, "smart_contract_id is not an id")]
    [InlineData("smart_contract_id: x\ncontract_type: ' '", 2, "contract_type ' ' is not text")]
    [InlineData("smart_contract_id: x\ncontract_type: {}", 2, "contract_type is not text")]
    public void What_is_required_must_be_there(string yaml, int line, string message) =>
        ContractText.Rejection(yaml).ShouldBe(new ContractProblem("SC-1.yaml", line, message));

    [Theory]
    [InlineData("clientpo_id: CPO/1", "clientpo_id 'CPO/1' is not an id")]
    [InlineData("clientpo_id: -x", "clientpo_id '-x' is not an id")]
    [InlineData("test_type: []", "test_type is not text")]
    [InlineData("sequence_number: '1'", "sequence_number is not an integer")]
    [InlineData("sequence_number: 1.0", "sequence_number is not an integer")]
    [InlineData("sequence_number: first", "sequence_number is not an integer")]
    [InlineData("procedure: LP-PROC-7", "procedure is not a mapping")]
    [InlineData("procedure: { id: [] }", "id is not text")]
    [InlineData("part: []", "part is not a mapping")]
    [InlineData("refuse_when_incomplete: NO", "refuse_when_incomplete is neither true nor false")]
    [InlineData("required_approvals: { role: x }", "required_approvals is not a list")]
    [InlineData("required_approvals: [inspector]", "a required approval must be a mapping with a role, a meaning or both")]
    [InlineData("required_approvals: [{ name: x }]", "a required approval names neither role nor meaning")]
    [InlineData("required_approvals: [{ role: ~ }]", "a required approval names neither role nor meaning")]
    [InlineData("routing_trigger: next_node", "routing_trigger is not a mapping")]
    [InlineData("routing_trigger: { type: next }", "type 'next' is not next_node or workflow_complete")]
    [InlineData("routing_trigger: { type: Next_Node }", "type 'Next_Node' is not next_node or workflow_complete")]
    [InlineData("routing_trigger: { type: true }", "type 'true' is not next_node or workflow_complete")]
    [InlineData(
        "routing_trigger: { type: next_node, routing_type: workflow_complete }",
        "routing_trigger is ambiguous: type and routing_type differ"
    )]
    [InlineData("routing_trigger: { next_station: NODE.1 }", "next_station 'NODE.1' is not a station id")]
    [InlineData("routing_trigger: { next_station: '' }", "next_station '' is not a station id")]
    [InlineData("routing_trigger: { vault_transfer: NO }", "vault_transfer is neither true nor false")]
    [InlineData("routing_trigger: { is_final_contract: 0 }", "is_final_contract is neither true nor false")]
    [InlineData(
        "routing_trigger: { next_contract: SC-2 }",
        "next_contract 'SC-2' is not a bare file name: a SmartContract id followed by .yaml or .yml, without a folder"
    )]
    [InlineData(
        "routing_trigger: { next_contract: ../SC-2.yaml }",
        "next_contract '../SC-2.yaml' is not a bare file name: a SmartContract id followed by .yaml or .yml, without a folder"
    )]
    [InlineData(
        "routing_trigger: { next_contract: [SC-2.yaml] }",
        "next_contract is not a bare file name: a SmartContract id followed by .yaml or .yml, without a folder"
    )]
    public void What_is_there_must_be_of_its_kind(string yaml, string message) =>
        ContractText.Rejection(ContractText.Head + yaml).ShouldBe(new ContractProblem("SC-1.yaml", 3, message));

    [Fact]
    public void Every_mistake_is_reported_at_once_in_the_order_of_the_file()
    {
        var refused = ContractText
            .Parse(
                """
                contract_type: test
                sequence_number: one
                routing_trigger:
                  type: nowhere
                  next_station: a/b
                """
            )
            .ShouldBeOfType<ContractParse.Rejected>();

        refused.Problems.Select(problem => problem.Line).ShouldBe([1, 2, 4, 5]);
    }
}
