using HandoffSaga.Chains;
using HandoffSaga.Specs.SmartContracts;

namespace HandoffSaga.Specs.Chains;

public sealed class When_chains_are_drawn : IDisposable
{
    private readonly ContractsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Each_contract_is_a_node_and_each_way_on_names_its_station()
    {
        _disk.Write("SC-1.yaml", ContractText.Of("SC-1", "SC-2.yaml", station: "NODE-CP-001", testType: "LP"));
        _disk.Write("SC-2.yaml", ContractText.Final("SC-2"));

        (await Draw()).ShouldBe(
            """
            flowchart LR
                c0["SC-1<br/>LP"]
                c1["SC-2"]
                done(["workflow complete"])
                c0 -->|"NODE-CP-001"| c1
                c1 --> done
                classDef broken stroke:#c00,stroke-width:2px,stroke-dasharray:5 5

            """
        );
    }

    [Fact]
    public async Task What_is_broken_is_drawn_broken()
    {
        _disk.Write("SC-1.yaml", ContractText.Of("SC-1", "SC-9.yaml"));
        _disk.Write("SC-2.yaml", ContractText.Of("SC-2", "SC-3.yaml"));
        _disk.Write("SC-3.yaml", "[");
        _disk.Write("SC-4.yaml", "smart_contract_id: SC-4\ncontract_type: test\nrouting_trigger: { type: next_node }\n");

        (await Draw()).ShouldBe(
            """
            flowchart LR
                c0["SC-1<br/>UT"]
                c1["SC-2<br/>UT"]
                c2["SC-4"]
                c3["SC-3.yaml<br/>cannot be read"]:::broken
                c4["SC-9.yaml<br/>missing"]:::broken
                c0 -.->|"NODE-2"| c4
                c1 -.->|"NODE-2"| c3
                c5["next_node without next_station"]:::broken
                c2 -.-> c5
                classDef broken stroke:#c00,stroke-width:2px,stroke-dasharray:5 5

            """
        );
    }

    [Fact]
    public async Task A_label_cannot_break_out_of_its_quotes()
    {
        _disk.Write("SC-1.yaml", ContractText.Of("SC-1", "SC-2.yaml", testType: "'\"] --> evil; x[<b> %% <script>`#`\u200d'"));

        var graph = await Draw();

        graph.ShouldContain("c0[\"SC-1<br/>#34;#93; --#62; evil#59; x#91;#60;b#62; #37;#37; #60;script#62;#96;#35;#96;#8205;\"]");
        graph.ShouldContain("[\"SC-2.yaml<br/>missing\"]:::broken");
    }

    private async Task<string> Draw() =>
        ContractGraph.ToMermaid(await ContractChains.Load(_disk.Folder, TestContext.Current.CancellationToken));
}
