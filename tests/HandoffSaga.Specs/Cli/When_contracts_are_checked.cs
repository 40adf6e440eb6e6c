namespace HandoffSaga.Specs.Cli;

public sealed class When_contracts_are_checked : IDisposable
{
    private const string Good = """
        smart_contract_id: SC-1
        contract_type: test
        routing_trigger:
          type: workflow_complete
        """;

    private const string LeadsNowhere = """
        smart_contract_id: SC-2
        contract_type: test
        routing_trigger:
          type: next_node
          next_station: NODE-1
          next_contract: SC-9.yaml
        """;

    private readonly Prompt _prompt = new();

    public void Dispose() => _prompt.Dispose();

    [Fact]
    public async Task A_good_folder_is_done()
    {
        _prompt.Write("contracts/smart-contracts/SC-1.yaml", Good);

        var outcome = await _prompt.Types("contracts", "check");

        outcome.ShouldBe(new Outcome(0, "", "1 contract, 0 errors, 0 warnings\n"));
    }

    [Fact]
    public async Task A_finding_names_file_and_line_and_ends_with_6()
    {
        _prompt.Write("here/SC-2.yaml", LeadsNowhere);

        var outcome = await _prompt.Types("contracts", "check", "here");

        outcome.ExitCode.ShouldBe(6);
        outcome.Lines.ShouldHaveSingleItem().ShouldStartWith("here/SC-2.yaml:6: error next_missing: ");
    }

    [Fact]
    public async Task As_json_it_is_one_object()
    {
        _prompt.Write("here/SC-2.yaml", LeadsNowhere);

        using var json = System.Text.Json.JsonDocument.Parse((await _prompt.Types("contracts", "check", "here", "--json")).Output);

        json.RootElement.GetProperty("findings")[0].GetProperty("line").GetInt32().ShouldBe(6);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_finding() =>
        (await _prompt.Types("contracts", "check", "nowhere")).ExitCode.ShouldBe(6);

    [Fact]
    public async Task The_chains_are_drawn()
    {
        _prompt.Write("here/SC-1.yaml", Good);

        var outcome = await _prompt.Types("contracts", "graph", "here");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldStartWith("flowchart");
        outcome.Output.ShouldContain("SC-1");
    }
}
