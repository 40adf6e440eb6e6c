using HandoffSaga.Chains;
using HandoffSaga.Routing;

namespace HandoffSaga.Specs.Chains;

/// <summary>The contracts the repository ships are what a newcomer copies: nothing in them may be wrong.</summary>
public sealed class The_example_contracts
{
    [Fact]
    public async Task Have_no_finding()
    {
        (await Load()).Check().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SC-2025-001-LP-TEST1.yaml", "NODE-CP-001 SC-2025-001-CP-TEST1, NODE-FI-001 SC-2025-001-FINAL")]
    [InlineData(
        "SC-2025-014-UT.yaml",
        "NODE-HT-002 SC-2025-014-HT, NODE-MT-001 SC-2025-014-MT, NODE-PT-001 SC-2025-014-FPI, NODE-QC-001 SC-2025-014-DIM, NODE-QC-001 SC-2025-014-FINAL"
    )]
    public async Task Lead_from_the_first_station_to_an_explicit_end(string head, string way)
    {
        var chains = await Load();
        var at = chains.Contracts.Single(contract => contract.FileName == head);
        var steps = new List<string>();
        while (chains.NextOf(at) is { } next)
        {
            steps.Add($"{((RouteDecision.Proceed)chains.RouteOf(at)).Route.NextStation} {next.SmartContractId}");
            at = next;
        }

        string.Join(", ", steps).ShouldBe(way);
        chains.RouteOf(at).ShouldBeOfType<RouteDecision.Ends>();
    }

    private static Task<ContractChains> Load()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HandoffSaga.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No HandoffSaga.sln above the specs.");

        return ContractChains.Load(Path.Combine(folder.FullName, "contracts", "smart-contracts"), TestContext.Current.CancellationToken);
    }
}
