using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HandoffSaga.Client.Terminal;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Legs;
using HandoffSaga.Outbound;
using HandoffSaga.Status;
using YamlDotNet.RepresentationModel;

namespace HandoffSaga.Specs.Wire;

/// <summary>
/// Each closed list of names stands in one table. What others read is held to it, and nothing beside it lists the names again.
/// </summary>
public sealed partial class The_vocabularies
{
    /// <summary>Names that also mean something else: a column, a class, a member, a file name. They may be written out.</summary>
    private static readonly string[] WordsOfOthersToo =
    [
        "accepted",
        "complete",
        "first",
        "held",
        "next_node",
        "operator",
        "pending",
        "receipt",
        "rejected",
        "status_code",
        "unknown",
    ];

    [Fact]
    public void Stand_in_the_schemas_with_every_meaning()
    {
        var common = new WireSchemas().Sources["common"].DeepClone();
        var definitions = common["$defs"]!.AsObject();
        foreach (var (name, vocabulary) in Vocabularies.All)
        {
            definitions[name] = new JsonObject
            {
                ["description"] = vocabulary.Description,
                ["type"] = "string",
                ["enum"] = new JsonArray([.. vocabulary.Names.Select(term => (JsonNode)term)]),
            };
        }

        definitions["error_code"] = new JsonObject
        {
            ["description"] =
                "What failed: class:code, and for some a detail after a further colon. More may come. The README beside the schemas says what each means.",
            ["type"] = "string",
            ["pattern"] = "^[a-z]+:[a-z0-9_]+(:.+)?$",
            ["examples"] = new JsonArray([.. ErrorCodes.All.Where(code => code.Code != "*").Select(code => (JsonNode)code.ToString())]),
        };

        Published(Path.Combine("schemas", "common.json"), common);
    }

    [Fact]
    public void Stand_in_no_other_schema_again()
    {
        var lists =
            from schema in new WireSchemas().Sources
            where schema.Key != "common"
            from list in Enums(schema.Value, schema.Key)
            select list;

        // The result of a signoff that was taken only shares words with a receipt; a rule about complete transfers names two statuses of
        // several.
        lists
            .Where(list => Vocabularies.All.Values.Any(vocabulary => list.Names.All(vocabulary.Names.Contains)))
            .Select(list => list.Place)
            .ShouldBe(["signoff-answer/properties/outcome", "transfer-status/allOf/0/then/properties/next_node_status"]);
    }

    [Fact]
    public void Say_the_legs_on_the_broker_too()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(WireContract.Folder, "asyncapi.yaml"));
        yaml.Load(text);
        var leg = yaml
            .Documents.Single()
            .RootNode.AllNodes.OfType<YamlMappingNode>()
            .Single(mapping => mapping.Children.ContainsKey("handoff-leg"))
            .Children["handoff-leg"];

        ((YamlSequenceNode)leg["enum"]).Children.Select(name => ((YamlScalarNode)name).Value!).ShouldBe(DestinationNames.Vocabulary.Names);
    }

    [Fact]
    public void Give_a_name_one_tone_wherever_it_stands() =>
        Vocabularies
            .All.Values.Append(SubmissionResults.Vocabulary)
            .SelectMany(vocabulary => vocabulary.Terms)
            .GroupBy(term => term.Name)
            .Where(terms => terms.DistinctBy(term => term.Tone).Count() > 1)
            .Select(terms => terms.Key)
            .ShouldBeEmpty();

    [Fact]
    public void Name_every_value()
    {
        foreach (var destination in Enum.GetValues<Destination>())
            DestinationNames.Parse(destination.WireName()).ShouldBe(destination);
        foreach (var status in Enum.GetValues<LegStatus>())
            LegStatusNames.Term(status.WireName()).Kept.ShouldBe(status);
        foreach (var cause in Enum.GetValues<AttemptCause>())
            CauseNames.Vocabulary.Get(cause.WireName()).ShouldBe(cause);
        foreach (var outcome in Enum.GetValues<AttemptOutcome>().Where(outcome => outcome != AttemptOutcome.Open))
            OutcomeNames.Parse(outcome.WireName()).ShouldBe(outcome);
        foreach (var evidence in Enum.GetValues<Evidence>())
            EvidenceNames.Parse(evidence.WireName()).ShouldBe(evidence);
        foreach (var disposition in Enum.GetValues<Disposition>())
            DispositionNames.Vocabulary.Get(disposition.WireName()).ShouldBe(disposition);
        foreach (var fault in Enum.GetValues<TransportFault>())
            ErrorCodes.All.ShouldContain(ErrorCodes.Transport(fault));
        foreach (var reason in HeldReasons.Vocabulary.Names)
            ErrorCodes.Held(reason).ToString().ShouldBe($"held:{reason}");
    }

    /// <summary>A name that is written out is one more place to remember when the list changes.</summary>
    [Fact]
    public void Are_written_out_nowhere_else_in_the_program()
    {
        var names = Vocabularies.All.Values.SelectMany(vocabulary => vocabulary.Names).Except(WordsOfOthersToo).ToHashSet();
        var copies =
            from file in Directory.EnumerateFiles(Path.Combine(WireContract.Folder, "..", "..", "src"), "*.cs", SearchOption.AllDirectories)
            where !file.Contains("/obj/") && !file.Contains("/Migrations/")
            from line in File.ReadLines(file)
            where
                !line.TrimStart().StartsWith("///", StringComparison.Ordinal)
                && !line.Contains("const string")
                && !line.Contains(nameof(TermTone))
            from Match literal in Literal().Matches(line)
            where names.Contains(literal.Groups[1].Value)
            select $"{Path.GetFileName(file)}: {line.Trim()}";

        copies.ShouldBeEmpty();
    }

    [Fact]
    public void Of_error_codes_have_a_row_each_where_people_look()
    {
        var rows = File.ReadAllLines(Path.Combine(WireContract.Folder, "README.md")).Where(line => ErrorCodeRow().IsMatch(line));

        rows.ShouldBe(ErrorCodes.All.Select(code => $"| `{code}` | {code.Meaning} |"));
        ErrorCodes.All.Select(code => code.ToString()).ShouldBeUnique();
    }

    private static void Published(string file, JsonNode expected)
    {
        var here = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(file));
        File.WriteAllText(
            here,
            expected.ToJsonString(
                new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            ) + "\n"
        );
        var published = Path.Combine(WireContract.Folder, file);
        JsonNode
            .DeepEquals(JsonNode.Parse(File.ReadAllText(published)), expected)
            .ShouldBeTrue($"the tables say something else by now. If that is meant: cp {here} {published}");
    }

    private static IEnumerable<(string Place, string[] Names)> Enums(JsonNode? node, string place) =>
        node switch
        {
            JsonArray elements => elements.Index().SelectMany(element => Enums(element.Item, $"{place}/{element.Index}")),
            JsonObject schema => schema
                .SelectMany(member => Enums(member.Value, $"{place}/{member.Key}"))
                .Concat(schema["enum"] is JsonArray list ? [(place, [.. list.Select(name => (string?)name).OfType<string>()])] : []),
            _ => [],
        };

    [GeneratedRegex("(?<!\\$)\"([a-z_]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\| `[a-z]+:[a-z0-9_*]+` \|")]
    private static partial Regex ErrorCodeRow();
}
