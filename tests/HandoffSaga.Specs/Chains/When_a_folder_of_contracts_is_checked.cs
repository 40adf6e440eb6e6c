using HandoffSaga.Chains;
using HandoffSaga.Specs.SmartContracts;

namespace HandoffSaga.Specs.Chains;

public sealed class When_a_folder_of_contracts_is_checked : IDisposable
{
    private readonly ContractsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_sound_chain_has_no_finding()
    {
        _disk.Write("SC-1.yaml", ContractText.Of("SC-1", "SC-2.yml", sequence: 1));
        _disk.Write("SC-2.yml", ContractText.Of("SC-2", "SC-3.yaml", sequence: 2));
        _disk.Write("SC-3.yaml", ContractText.Final("SC-3", sequence: 3));

        (await Check()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_problem_of_a_broken_file_is_reported_with_its_line()
    {
        _disk.Write("SC-1.yaml", "contract_type: test\nsequence_number: x\n");
        _disk.Write("SC-2.yaml", "a: &x 1\n");

        (await Codes()).ShouldBe(["SC-1.yaml:1 contract_unreadable", "SC-1.yaml:2 contract_unreadable", "SC-2.yaml:1 contract_unreadable"]);
    }

    [Fact]
    public async Task What_the_library_would_not_read_is_reported_too()
    {
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1"));
        File.CreateSymbolicLink(Path.Combine(_disk.Folder, "SC-2.yaml"), Path.Combine(_disk.Folder, "SC-1.yaml"));
        Directory.CreateDirectory(Path.Combine(_disk.Folder, "SC-3.yaml"));
        _disk.Write("README.md", "not a contract");
        _disk.Write(".hidden.yaml", "[");

        (await Codes()).ShouldBe(["SC-2.yaml:0 contract_unreadable", "SC-3.yaml:0 contract_unreadable"]);
    }

    [Fact]
    public async Task An_id_stands_in_one_file_only_and_the_file_is_named_after_it()
    {
        _disk.Write("SC-1.yaml", ContractText.Final("SC-1"));
        _disk.Write("SC-1.yml", ContractText.Final("SC-1"));
        _disk.Write("copy.yaml", ContractText.Final("SC-2"));

        (await Codes()).ShouldBe(["SC-1.yml:1 duplicate_id", "copy.yaml:1 file_name"]);
    }

    [Fact]
    public async Task A_contract_says_where_it_goes_completely_and_last()
    {
        _disk.Write("SC-1.yaml", "smart_contract_id: SC-1\ncontract_type: test\n");
        _disk.Write("SC-2.yaml", "smart_contract_id: SC-2\ncontract_type: test\nrouting_trigger: { type: next_node }\n");
        _disk.Write(
            "SC-3.yaml",
            "smart_contract_id: SC-3\ncontract_type: test\nrouting_trigger: { type: workflow_complete, is_final_contract: false }\n"
        );
        _disk.Write("SC-4.yaml", "smart_contract_id: SC-4\nrouting_trigger: { type: workflow_complete }\ncontract_type: test\n");
        _disk.Write(
            "SC-5.yaml",
            "smart_contract_id: SC-5\ncontract_type: test\nrouting_trigger: { type: workflow_complete, vault_transfer: false }\n"
        );

        (await Codes()).ShouldBe([
            "SC-1.yaml:0 trigger_missing",
            "SC-2.yaml:3 trigger_incomplete",
            "SC-3.yaml:3 trigger_incomplete",
            "SC-4.yaml:3 trigger_not_last",
            "SC-5.yaml:3 vault_transfer_overruled",
        ]);
        (await Check()).ShouldAllBe(finding =>
            (finding.Severity == FindingSeverity.Warning) == (finding.Code == "vault_transfer_overruled")
        );
    }

    [Fact]
    public async Task The_next_contract_is_there_and_of_the_same_client_PO()
    {
        _disk.Write("SC-1.yaml", ContractText.Of("SC-1", "SC-9.yaml"));
        _disk.Write("SC-2.yaml", ContractText.Of("SC-2", "SC-3.yaml", po: "CPO-1"));
        _disk.Write("SC-3.yaml", ContractText.Final("SC-3", po: "CPO-2"));

        (await Codes()).ShouldBe(["SC-1.yaml:9 next_missing", "SC-2.yaml:9 next_other_client_po"]);
    }

    [Fact]
    public async Task A_next_contract_that_cannot_be_read_is_broken_but_not_missing()
    {
        _disk.Write("SC-1.yaml", ContractText.Of("SC-1", "SC-2.yaml"));
        _disk.Write("SC-2.yaml", "[");

        (await Check()).ShouldHaveSingleItem().Code.ShouldBe("contract_unreadable");
    }

    [Fact]
    public async Task A_circle_is_reported_once_wherever_it_is_entered()
    {
        _disk.Write("SC-0.yaml", ContractText.Of("SC-0", "SC-2.yaml"));
        _disk.Write("SC-1.yaml", ContractText.Of("SC-1", "SC-2.yaml"));
        _disk.Write("SC-2.yaml", ContractText.Of("SC-2", "SC-3.yaml"));
        _disk.Write("SC-3.yaml", ContractText.Of("SC-3", "SC-1.yaml"));
        _disk.Write("SC-4.yaml", ContractText.Of("SC-4", "SC-4.yaml"));

        var findings = await Check();

        findings
            .Select(finding => finding.Message)
            .ShouldBe(["the chain never ends: SC-1 -> SC-2 -> SC-3 -> SC-1", "the chain never ends: SC-4 -> SC-4"]);
        findings.ShouldAllBe(finding => finding.Code == "chain_cycle" && finding.Line == 9);
    }

    [Fact]
    public async Task Sequence_numbers_rise_along_the_chain()
    {
        _disk.Write("SC-1.yaml", ContractText.Of("SC-1", "SC-2.yaml", sequence: 1));
        _disk.Write("SC-2.yaml", ContractText.Of("SC-2", "SC-3.yaml", sequence: 3));
        _disk.Write("SC-3.yaml", ContractText.Of("SC-3", "SC-4.yaml", sequence: 3));
        _disk.Write("SC-4.yaml", ContractText.Final("SC-4"));

        var finding = (await Check()).ShouldHaveSingleItem();

        finding.Code.ShouldBe("sequence_not_increasing");
        finding.FileName.ShouldBe("SC-2.yaml");
        finding.Message.ShouldBe("leads to SC-3.yaml with sequence_number 3, but this contract has 3");
    }

    [Fact]
    public async Task A_later_contract_nobody_leads_to_is_unreachable()
    {
        _disk.Write("SC-1.yaml", ContractText.Of("SC-1", "SC-2.yaml", sequence: 1));
        _disk.Write("SC-2.yaml", ContractText.Final("SC-2", sequence: 2));
        _disk.Write("SC-3.yaml", ContractText.Final("SC-3", sequence: 3));
        _disk.Write("SC-4.yaml", ContractText.Final("SC-4", po: "CPO-2", sequence: 3));
        _disk.Write("SC-5.yaml", ContractText.Final("SC-5"));

        var finding = (await Check()).ShouldHaveSingleItem();

        finding.Code.ShouldBe("unreachable");
        (finding.FileName, finding.Line).ShouldBe(("SC-3.yaml", 4));
        finding.Message.ShouldBe("no contract leads here, but CPO-1 begins with sequence_number 1");
    }

    [Fact]
    public async Task Chains_of_different_parts_of_one_client_PO_each_have_a_head()
    {
        _disk.Write("SC-1.yaml", "part: { part_id: P-1 }\n" + ContractText.Final("SC-1", sequence: 1));
        _disk.Write("SC-2.yaml", "part: { part_id: P-2 }\n" + ContractText.Final("SC-2", sequence: 2));
        (await Check()).ShouldBeEmpty();

        _disk.Write("SC-3.yaml", ContractText.Final("SC-3", sequence: 3));
        _disk.Write("SC-4.yaml", "part: { part_id: P-2 }\n" + ContractText.Final("SC-4", sequence: 4));
        (await Codes()).ShouldBe(["SC-3.yaml:4 unreachable", "SC-4.yaml:5 unreachable"]);
    }

    [Fact]
    public async Task A_folder_without_contracts_is_never_fine()
    {
        (await Check()).ShouldHaveSingleItem().Code.ShouldBe("no_contracts");

        var nowhere = await ContractChains.Load(Path.Combine(_disk.Folder, "nowhere"), TestContext.Current.CancellationToken);
        nowhere.Check().ShouldHaveSingleItem().Code.ShouldBe("no_contracts");
    }

    private async Task<IReadOnlyList<ContractFinding>> Check() =>
        (await ContractChains.Load(_disk.Folder, TestContext.Current.CancellationToken)).Check();

    private async Task<IEnumerable<string>> Codes() =>
        (await Check()).Select(finding => $"{finding.FileName}:{finding.Line} {finding.Code}");
}
