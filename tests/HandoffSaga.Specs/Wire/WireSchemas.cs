using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace HandoffSaga.Specs.Wire;

/// <summary>
/// The published schemas. For whoever receives they are open: a member may be added. Here what this program sends is held to them closed,
/// so that a member nobody described is found too.
/// </summary>
internal sealed class WireSchemas
{
    // What others send: members unknown to us are theirs.
    private static readonly string[] Theirs =
    [
        "signoff",
        "signoff-cloudevent",
        "signoff-masstransit",
        "receipt",
        "redeliver-request",
        "close-request",
    ];

    private readonly BuildOptions _options = new() { SchemaRegistry = new SchemaRegistry(), Dialect = Dialect.Draft202012 };
    private readonly Dictionary<string, JsonSchema> _schemas = [];

    public WireSchemas()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.json"))
            Sources[Path.GetFileNameWithoutExtension(file)] = JsonNode.Parse(File.ReadAllText(file))!;
        _options.SchemaRegistry.Fetch = (uri, _) => Build(Path.GetFileNameWithoutExtension(uri.AbsolutePath));
    }

    public static string Folder { get; } = Path.Combine(WireContract.Folder, "schemas");

    public Dictionary<string, JsonNode> Sources { get; } = [];

    /// <summary>What is wrong with the document, each with its place; empty when it is as the schema has it.</summary>
    public IReadOnlyList<string> Problems(string schema, JsonElement document)
    {
        var results = Build(schema)
            .Evaluate(document, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return results.IsValid
            ? []
            :
            [
                .. (results.Details ?? [])
                    .Where(detail => detail.Errors is not null)
                    .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")),
                "invalid",
            ];
    }

    public void Hold(string schema, ReadOnlySpan<byte> document) => Hold(schema, JsonElement.Parse(document));

    public void Hold(string schema, JsonElement document) =>
        string.Join("\n", Problems(schema, document)).ShouldBeEmpty($"by {schema}.json:\n{document}");

    private JsonSchema Build(string name)
    {
        if (!_schemas.TryGetValue(name, out var schema))
        {
            var source = Sources[name].DeepClone();
            if (!Theirs.Contains(name))
                Close(source);
            _schemas[name] = schema = JsonSchema.FromText(source.ToJsonString(), _options);
        }

        return schema;
    }

    private static void Close(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray elements:
                elements.ToList().ForEach(Close);
                break;
            case JsonObject schema:
                schema.Select(member => member.Value).ToList().ForEach(Close);
                if (
                    schema["type"] is JsonValue type
                    && type.GetValueKind() == JsonValueKind.String
                    && (string)type! == "object"
                    && schema["properties"] is JsonObject
                    && !schema.ContainsKey("additionalProperties")
                    && !schema.ContainsKey("$ref")
                )
                {
                    schema["additionalProperties"] = false;
                }

                break;
        }
    }
}
