using System.Text.Json.Nodes;
using HandoffSaga.Ledger;
using HandoffSaga.Specs.Ledger.Entries;

namespace HandoffSaga.Specs.Wire;

/// <summary>The bytes that are logged, the JSON Schema and the OpenAPI document know the same members of the same kinds.</summary>
public sealed class A_ledger_entry_in_every_document
{
    // The shortest entry there is and one with everything, so that what may be null is seen both ways.
    private static readonly JsonObject Full = Written(
        Entries.First with
        {
            Attempt = 1,
            TrailSeq = 2,
            PrevTrail = new string('c', 64),
            PackageId = "PKG-1",
            TransferId = "XFER-PKG-1",
        }
    );

    private static readonly JsonObject Bare = Written(
        Entries.First with
        {
            Attempt = null,
            TrailSeq = null,
            PrevTrail = null,
            PackageId = null,
            TransferId = null,
            PayloadSha256 = null,
            SignoffSha256 = null,
        }
    );

    private static readonly JsonObject Schema = new WireSchemas().Sources["ledger-entry"].AsObject();
    private static readonly JsonObject OpenApi = InOpenApi();

    [Fact]
    public void Has_the_same_members()
    {
        var written = Full.Select(member => member.Key).ToList();

        Names(Schema["properties"]).ShouldBe(written, ignoreOrder: true);
        Names(OpenApi["properties"]).ShouldBe(written, ignoreOrder: true);
        Required(Schema).ShouldBe(written, ignoreOrder: true);
        Required(OpenApi).ShouldBe(written, ignoreOrder: true);
    }

    [Fact]
    public void Has_members_of_the_same_kinds()
    {
        foreach (var (name, value) in Full)
        {
            string[] written = [Kind(value), .. Bare[name] is null ? ["null"] : Array.Empty<string>()];

            Kinds(Schema["properties"]![name]!).ShouldBe(written, ignoreOrder: true, $"{name} in ledger-entry.json");
            Kinds(OpenApi["properties"]![name]!).ShouldBe(written, ignoreOrder: true, $"{name} in openapi.json");
        }
    }

    [Fact]
    public void Is_what_the_schema_takes()
    {
        new WireSchemas().Hold("ledger-entry", System.Text.Json.JsonElement.Parse(Full.ToJsonString()));
    }

    private static JsonObject Written(LedgerEntry entry) => JsonNode.Parse(entry.ToCanonicalBytes())!.AsObject();

    private static JsonObject InOpenApi() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(WireContract.Folder, "openapi.json")))!["components"]!["schemas"]![
            "ItemListOfLedgerEntryView"
        ]!["properties"]!["items"]!["items"]!.AsObject();

    private static string Kind(JsonNode? value) =>
        value switch
        {
            JsonObject => "object",
            JsonValue number when number.GetValueKind() == System.Text.Json.JsonValueKind.Number => "integer",
            _ => "string",
        };

    /// <summary>The types a member may have, references and alternatives followed.</summary>
    private static IEnumerable<string> Kinds(JsonNode member) =>
        member["$ref"] is { } reference ? Kinds(new WireSchemas().Sources["common"]["$defs"]![((string)reference!).Split('/')[^1]]!)
        : member["anyOf"] is JsonArray alternatives ? alternatives.SelectMany(alternative => Kinds(alternative!)).Distinct()
        : member["type"] is JsonArray types ? types.Select(type => (string)type!)
        : member["const"] is { } constant ? [Kind(constant)]
        : [(string)member["type"]!];

    private static IEnumerable<string> Names(JsonNode? properties) => properties!.AsObject().Select(member => member.Key);

    private static IEnumerable<string> Required(JsonObject schema) => schema["required"]!.AsArray().Select(name => (string)name!);
}
