using System.Text.Json.Nodes;
using HandoffSaga.Durability;
using HandoffSaga.Hubs.Amqp;
using HandoffSaga.Intake;
using HandoffSaga.Specs.Api;
using YamlDotNet.RepresentationModel;

namespace HandoffSaga.Specs.Wire;

public sealed class The_published_contract
{
    [Fact]
    public async Task Says_of_http_what_the_service_says_of_itself()
    {
        await using var api = await RunningApi.Start();
        var served = (await api.Get("/openapi/v1.json")).Json.AsObject();
        served.Remove("servers"); // Where this one happens to listen.

        var published = Path.Combine(WireContract.Folder, "openapi.json");
        var text = served.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }) + "\n";
        var here = Path.Combine(AppContext.BaseDirectory, "openapi.json");
        File.WriteAllText(here, text);
        JsonNode
            .DeepEquals(JsonNode.Parse(File.ReadAllText(published)), served)
            .ShouldBeTrue($"the service describes itself differently by now. If that is meant: cp {here} {published}");
    }

    [Fact]
    public void Names_on_the_broker_what_the_program_uses_there()
    {
        var channels = Mapping(AsyncApi(), "channels");

        channels
            .Children.Values.Select(channel => Text(channel, "address"))
            .ShouldBe(
                [
                    .. QueueIntake.Bindings.Select(binding => binding.Exchange),
                    HubExchanges.Vault.Name,
                    HubExchanges.Nodes.Name,
                    HubExchanges.Receipts,
                    PoisonQueue.Queue,
                    "handoff.alerts",
                    "smart-ledger.entries",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public void Every_reference_in_it_leads_somewhere()
    {
        var document = AsyncApi();
        var references = References(document).ToList();

        references.Count.ShouldBeGreaterThan(15);
        foreach (var reference in references)
        {
            if (reference.StartsWith("./", StringComparison.Ordinal))
                File.Exists(Path.Combine(WireContract.Folder, reference)).ShouldBeTrue(reference);
            else
                Follow(document, reference).ShouldNotBeNull(reference);
        }
    }

    [Fact]
    public void Every_schema_is_used_or_described_where_people_look()
    {
        var readme = File.ReadAllText(Path.Combine(WireContract.Folder, "README.md"));

        foreach (var schema in new WireSchemas().Sources.Keys)
            readme.ShouldContain($"{schema}.json");
    }

    private static YamlMappingNode AsyncApi()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(WireContract.Folder, "asyncapi.yaml"));
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    private static IEnumerable<string> References(YamlNode node) =>
        node
            .AllNodes.OfType<YamlMappingNode>()
            .SelectMany(mapping => mapping.Children)
            .Where(member => ((YamlScalarNode)member.Key).Value == "$ref")
            .Select(member => ((YamlScalarNode)member.Value).Value!);

    private static YamlNode? Follow(YamlNode document, string reference) =>
        reference
            .Split('/')[1..]
            .Aggregate(
                (YamlNode?)document,
                (node, name) =>
                    (node as YamlMappingNode)
                        ?.Children.FirstOrDefault(member => ((YamlScalarNode)member.Key).Value == name.Replace("~1", "/"))
                        .Value
            );

    private static YamlMappingNode Mapping(YamlNode node, string name) =>
        (YamlMappingNode)((YamlMappingNode)node).Children[new YamlScalarNode(name)];

    private static string Text(YamlNode node, string name) =>
        ((YamlScalarNode)((YamlMappingNode)node).Children[new YamlScalarNode(name)]).Value!;
}
