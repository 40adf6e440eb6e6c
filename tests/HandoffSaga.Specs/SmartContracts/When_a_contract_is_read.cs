using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.SmartContracts;

public sealed class When_a_contract_is_read
{
    private const string Whole = """
        smart_contract_id: SC-2025-001-LP-TEST1
        clientpo_id: CPO-2025-001
        contract_type: test
        test_type: LP
        sequence_number: 1
        procedure: { id: LP-PROC-7, revision: B }
        required_approvals: [ { role: level_iii_inspector, meaning: approved }, { meaning: witnessed, from: client } ]
        refuse_when_incomplete: true
        part: { part_id: PART-0001, part_number: PN-7781 }
        requirements: { any: yaml }
        routing_trigger:            # always last
          type: next_node
          next_station: NODE-CP-001
          next_contract: SC-2025-001-CP-TEST1.yaml
          vault_transfer: true
          is_final_contract: false
        """;

    [Fact]
    public void Everything_in_it_is_found()
    {
        var contract = ContractText.Read(Whole);

        contract.FileName.ShouldBe("SC-1.yaml");
        contract.SmartContractId.ShouldBe("SC-2025-001-LP-TEST1");
        contract.ClientPoId.ShouldBe("CPO-2025-001");
        contract.ContractType.ShouldBe("test");
        contract.TestType.ShouldBe("LP");
        contract.SequenceNumber.ShouldBe(1);
        contract.ProcedureId.ShouldBe("LP-PROC-7");
        contract.ProcedureRevision.ShouldBe("B");
        contract.RequiredApprovals.ShouldBe([new("level_iii_inspector", "approved"), new(null, "witnessed")]);
        contract.RefuseWhenIncomplete.ShouldBeTrue();
        contract.PartId.ShouldBe("PART-0001");
        contract.PartNumber.ShouldBe("PN-7781");
        contract.Trigger.ShouldBe(new RoutingTrigger("next_node", "NODE-CP-001", "SC-2025-001-CP-TEST1.yaml", true, false));
        contract.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Whole))));
        contract.Lines.ShouldBe(new ContractLines(1, 2, 5, 11, 14, null));
    }

    [Fact]
    public void What_is_not_there_is_null_and_rejects_nothing()
    {
        var contract = ContractText.Read(
            ContractText.Head + "clientpo_id: ~\nprocedure:\nrequired_approvals:\nsequence_number:\nrouting_trigger: ~\n"
        );

        contract.ClientPoId.ShouldBeNull();
        contract.ProcedureId.ShouldBeNull();
        contract.RequiredApprovals.ShouldBeEmpty();
        contract.SequenceNumber.ShouldBeNull();
        contract.RefuseWhenIncomplete.ShouldBeFalse();
        contract.Trigger.ShouldBeNull();
    }

    [Fact]
    public void Members_nobody_knows_stay_in_the_JSON()
    {
        using var json = JsonDocument.Parse(ContractText.Read(Whole + "\nnote: [1, { deep: NO }]\n").Json);

        json.RootElement.GetProperty("requirements").GetProperty("any").GetString().ShouldBe("yaml");
        json.RootElement.GetProperty("note")[1].GetProperty("deep").GetString().ShouldBe("NO");
    }

    [Fact]
    public void Ids_are_text_as_they_were_written_also_in_the_JSON()
    {
        var contract = ContractText.Read(
            """
            smart_contract_id: 20250010
            clientpo_id: 0x1F
            contract_type: 7
            test_type: NO
            procedure: { id: 007, revision: 1.10 }
            part: { part_id: 1e3, part_number: 0012 }
            requirements: { mating: { part_number: 0013 }, revision: 1.10 }
            routing_trigger: { type: next_node, next_station: 0815, next_contract: 20250020.yaml }
            """
        );

        contract.SmartContractId.ShouldBe("20250010");
        contract.ClientPoId.ShouldBe("0x1F");
        contract.TestType.ShouldBe("NO");
        contract.ProcedureRevision.ShouldBe("1.10");
        contract.PartId.ShouldBe("1e3");
        contract.PartNumber.ShouldBe("0012");
        contract.Trigger!.NextStation.ShouldBe("0815");
        Encoding
            .UTF8.GetString(contract.Json.Span)
            .ShouldBe(
                """{"smart_contract_id":"20250010","clientpo_id":"0x1F","contract_type":"7","test_type":"NO","procedure":{"id":"007","revision":"1.10"}"""
                    + ""","part":{"part_id":"1e3","part_number":"0012"},"requirements":{"mating":{"part_number":"0013"},"revision":1.10}"""
                    + ""","routing_trigger":{"type":"next_node","next_station":"0815","next_contract":"20250020.yaml"}}"""
            );
    }

    [Fact]
    public void The_type_of_a_trigger_may_be_called_routing_type()
    {
        ContractText
            .Read(ContractText.Head + "routing_trigger: { routing_type: workflow_complete }")
            .Trigger!.Type.ShouldBe("workflow_complete");
    }

    [Fact]
    public void It_is_known_whether_the_trigger_stands_last()
    {
        ContractText.Read(Whole + "\nnote: x\nother: y\n").Lines.AfterTrigger.ShouldBe(17);
    }
}
