using System.Text.Json.Nodes;

namespace HandoffSaga.Specs.Docs;

/// <summary>docs/wire.md is written by hand; what programs read is not. Whatever stands there has a name here.</summary>
public sealed class What_the_wire_document_names
{
    private static readonly string Document = File.ReadAllText(Path.Combine(MarkdownDocument.Root, "docs", "wire.md"));

    public static TheoryData<string> Schemas =>
        [.. Directory.EnumerateFiles(Folder("schemas")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_request_of_the_API()
    {
        var requests = Json("openapi.json")["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => (Method: method.Key.ToUpperInvariant(), Path: path.Key)))
            .ToList();

        requests.Count.ShouldBeGreaterThan(10);
        requests.Where(request => !Document.Contains($"`{request.Method} {request.Path}`")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_value_of_a_closed_list(string schema) =>
        Nodes(Json(Path.Combine("schemas", schema)))
            .OfType<JsonObject>()
            .SelectMany(node => (node["enum"] as JsonArray ?? []).Concat(node["const"] is JsonValue value ? [value] : []))
            .Where(value => value?.GetValueKind() == System.Text.Json.JsonValueKind.String)
            .Select(value => value!.GetValue<string>())
            .Distinct()
            .Where(value => !Document.Contains($"`{value}`") && !Document.Contains($"\"{value}\""))
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_member_of_a_document_that_crosses(string schema) =>
        Nodes(Json(Path.Combine("schemas", schema)))
            .OfType<JsonObject>()
            .SelectMany(node => node["properties"] as JsonObject ?? [])
            .Select(member => member.Key)
            .Distinct()
            .Where(member => !Document.Contains($"`{member}`") && !Document.Contains($"\"{member}\""))
            .ShouldBeEmpty();

    private static IEnumerable<JsonNode> Nodes(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Nodes(member.Value)).Prepend(members),
            JsonArray elements => elements.SelectMany(Nodes),
            _ => [],
        };

    private static JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(Folder(file)))!;

    private static string Folder(string below) => Path.Combine(MarkdownDocument.Root, "contracts", "wire", below);
}
