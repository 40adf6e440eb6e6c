using System.Reflection;
using System.Xml.Linq;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Durability;
using HandoffSaga.Ledger;
using HandoffSaga.Messages;
using HandoffSaga.Transfers;
using NetArchTest.Rules;

namespace HandoffSaga.Specs.House;

/// <summary>What must never be, so that a change of hub protocol, of database or of MassTransit touches one place.</summary>
public sealed class The_walls_of_the_house
{
    private static readonly string[] MassTransitsInside =
    [
        "MassTransit.Saga",
        "MassTransit.Middleware",
        "MassTransit.Serialization",
        "MassTransit.Transports",
        "MassTransit.DependencyInjection",
    ];

    private static readonly string[] TheWorldOutside =
    [
        "Microsoft.EntityFrameworkCore",
        "Microsoft.Data.Sqlite",
        "Npgsql",
        "System.Net",
        "RabbitMQ",
        "System.IO",
        "Microsoft.AspNetCore",
    ];

    private static readonly Assembly Domain = typeof(TransferState).Assembly;

    [Fact]
    public void Messages_reference_nothing()
    {
        References("HandoffSaga.Messages").ShouldBeEmpty();
        ReferencedAssemblies(typeof(GuardianSignoffComplete)).ShouldAllBe(name => name.StartsWith("System"));
    }

    [Fact]
    public void The_ledger_knows_neither_MassTransit_nor_a_transfer()
    {
        References("HandoffSaga.Ledger").ShouldBe(["../HandoffSaga.CanonicalJson/HandoffSaga.CanonicalJson.csproj", "NSec.Cryptography"]);
        ReferencedAssemblies(typeof(LedgerEntry))
            .ShouldAllBe(name => name.StartsWith("System") || name == "NSec.Cryptography" || name == "HandoffSaga.CanonicalJson");
    }

    [Fact]
    public void Canonical_JSON_references_nothing()
    {
        References("HandoffSaga.CanonicalJson").ShouldBeEmpty();
        ReferencedAssemblies(typeof(CanonicalObject)).ShouldAllBe(name => name.StartsWith("System"));
    }

    [Fact]
    public void The_durability_engine_knows_no_transfer()
    {
        References("HandoffSaga.Durability").ShouldNotContain(reference => reference.Contains("HandoffSaga"));
        typeof(IUnitOfWork).Assembly.GetReferencedAssemblies().ShouldNotContain(a => a.Name!.StartsWith("HandoffSaga"));
    }

    [Theory]
    [InlineData("HandoffSaga.Transfers")]
    [InlineData("HandoffSaga.Packages")]
    [InlineData("HandoffSaga.Routing")]
    [InlineData("HandoffSaga.Redelivery")]
    public void Decisions_touch_no_database_no_network_no_file(string folder) =>
        Failing(Types.InAssembly(Domain).That().ResideInNamespace(folder).ShouldNot().HaveDependencyOnAny(TheWorldOutside)).ShouldBeEmpty();

    [Fact]
    public void Only_the_durability_engine_looks_inside_MassTransit()
    {
        foreach (var assembly in new[] { Domain, typeof(HandoffSaga.Host.Settings.HandoffSettings).Assembly, typeof(LedgerEntry).Assembly })
        {
            Failing(Types.InAssembly(assembly).ShouldNot().HaveDependencyOnAny(MassTransitsInside)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_wall_can_be_seen_to_stand() =>
        Failing(Types.InAssembly(typeof(IUnitOfWork).Assembly).ShouldNot().HaveDependencyOnAny(MassTransitsInside)).ShouldNotBeEmpty();

    [Fact]
    public void Hub_protocols_do_not_know_each_other()
    {
        Failing(
                Types
                    .InAssembly(Domain)
                    .That()
                    .ResideInNamespace("HandoffSaga.Hubs.Http")
                    .ShouldNot()
                    .HaveDependencyOn("HandoffSaga.Hubs.Amqp")
            )
            .ShouldBeEmpty();
        Failing(
                Types
                    .InAssembly(Domain)
                    .That()
                    .ResideInNamespace("HandoffSaga.Hubs.Amqp")
                    .ShouldNot()
                    .HaveDependencyOn("HandoffSaga.Hubs.Http")
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void MassTransit_stays_on_its_last_free_line() =>
        XDocument
            .Load(Path.Combine(Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(p => p.Attribute("Include")!.Value == "MassTransit")
            .Attribute("Version")!
            .Value.ShouldBe("[8.5.12,9.0.0)");

    private static string[] Failing(ConditionList rule) => [.. rule.GetResult().FailingTypeNames ?? []];

    // Analyzers are tools of the build, not references.
    private static string[] References(string project) =>
        [
            .. XDocument
                .Load(Path.Combine(Root, "src", project, project + ".csproj"))
                .Descendants()
                .Where(e => e.Name.LocalName is "PackageReference" or "ProjectReference" && e.Attribute("PrivateAssets")?.Value != "all")
                .Select(e => e.Attribute("Include")!.Value),
        ];

    private static IEnumerable<string> ReferencedAssemblies(Type type)
    {
        // While coverage is measured, an assembly holds the tool's counters, which reference netstandard. The code itself never may.
        var isMeasured = type.Assembly.GetTypes().Any(held => held.Namespace == "Coverlet.Core.Instrumentation.Tracker");
        return type
            .Assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !(isMeasured && name == "netstandard"));
    }

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "HandoffSaga.sln")))
            {
                folder = folder.Parent;
            }

            return folder.FullName;
        }
    }
}
