using System.Text.RegularExpressions;

namespace HandoffSaga.Specs.House;

/// <summary>Folders depend downwards only: whoever reads a folder has read all it needs when he comes to it from below.</summary>
public sealed class The_floors_of_the_house
{
    /// <summary>The domain from the ground up. A folder may use those before it.</summary>
    private static readonly string[] Domain =
    [
        "Files",
        "Texts",
        "Settings",
        "Outbound",
        "Identity",
        "Health",
        "SmartContracts",
        "Signatures",
        "Signoffs",
        "Legs",
        "Routing",
        "Chains",
        "Authorization",
        "Packages",
        "Redelivery",
        "Closing",
        "Storage",
        "Alerts",
        "LedgerLog",
        "Rejections",
        "Transfers",
        "Hubs",
        "Alerts/Delivery",
        "Intake",
        "Status",
        "",
    ];

    private static readonly string[] Engine =
    [
        "",
        "Caching",
        "Resilience",
        "Options",
        "Rows",
        "RawMessages",
        "UnitsOfWork",
        "Stores",
        "Outbox",
        "Scheduling",
        "Commits",
        "Sagas",
        "Dispatch",
        "Broker",
        "Registration",
    ];

    [Fact]
    public void Every_folder_of_the_domain_uses_only_what_is_below_it() =>
        ShouldStandOn(Domain, Graph("HandoffSaga", "HandoffSaga", "Alerts/Delivery"));

    [Fact]
    public void Every_folder_of_the_engine_uses_only_what_is_below_it() =>
        ShouldStandOn(Engine, Graph("HandoffSaga.Durability", "HandoffSaga.Durability"));

    [Theory]
    [InlineData("HandoffSaga.Ledger", "HandoffSaga.Ledger")]
    [InlineData("HandoffSaga.Client", "HandoffSaga.Client")]
    [InlineData("HandoffSaga.Demo", "HandoffSaga.Demo")]
    [InlineData("HandoffSaga.Host", "handoff")]
    public void No_folder_uses_itself_through_others(string project, string assembly)
    {
        var graph = Graph(project, assembly);

        graph.Uses.ShouldNotBeEmpty();
        var circle = graph.Circle();
        circle.ShouldBeEmpty(
            string.Join(
                "\n",
                circle.Zip(circle.Skip(1), (from, to) => graph.Uses.First(use => use.From == from && use.To == to).ToString())
            )
        );
    }

    /// <summary>Whoever learns the house from the paper learns this one.</summary>
    [Fact]
    public void The_paper_has_the_same_floors()
    {
        var paper = File.ReadAllText(Path.Combine(Repository, "docs", "architecture.md"));
        var table = paper[
            paper.IndexOf("### The floors of the domain", StringComparison.Ordinal)..paper.IndexOf(
                "The engine has floors",
                StringComparison.Ordinal
            )
        ];
        var engine = paper[
            paper.IndexOf("The engine has floors", StringComparison.Ordinal)..paper.IndexOf("### Walls", StringComparison.Ordinal)
        ];

        Regex
            .Matches(table, @"^\|[^|]*\| `([\w/]+)` \|", RegexOptions.Multiline)
            .Select(row => row.Groups[1].Value)
            .ShouldBe(Domain.Where(folder => folder != ""));
        Regex.Matches(engine, @"`(\w+)`").Select(name => name.Groups[1].Value).ShouldBe(Engine.Where(folder => folder != ""));
    }

    private static void ShouldStandOn(string[] floors, FolderGraph graph)
    {
        graph.Folders.Except(floors).ShouldBeEmpty("a folder without a floor");
        graph.Uses.ShouldNotBeEmpty();
        graph.Uses.Where(use => Array.IndexOf(floors, use.To) > Array.IndexOf(floors, use.From)).ShouldBeEmpty();
    }

    private static FolderGraph Graph(string project, string assembly, params string[] partsOfTheirOwn) =>
        FolderGraph.Of(
            Path.Combine(Repository, "src", project),
            Path.Combine(AppContext.BaseDirectory, assembly + ".dll"),
            partsOfTheirOwn
        );

    private static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "HandoffSaga.sln")))
                folder = folder.Parent;
            return folder.FullName;
        }
    }
}
