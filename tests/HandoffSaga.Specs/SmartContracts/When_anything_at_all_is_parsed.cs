using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Specs.SmartContracts;

public sealed class When_anything_at_all_is_parsed
{
    private static readonly Gen<string> Scraps = Gen.OneOf(
        "a",
        "b",
        "é",
        "😀",
        ": ",
        ":",
        "- ",
        "-",
        "? ",
        "?",
        "\n",
        "\r\n",
        "\n\n",
        "  ",
        " ",
        "\t",
        "[",
        "]",
        "{",
        "}",
        ",",
        ", ",
        "#",
        " #",
        "&x ",
        "*x ",
        "!",
        "!!str ",
        "|",
        "|2-",
        ">",
        ">+",
        "'",
        "\"",
        "%",
        "%YAML 1.2\n",
        "%TAG ! y\n",
        "@",
        "`",
        "---\n",
        "--- ",
        "...\n",
        "<<",
        "\\",
        "\\ud83d",
        "\\ude00",
        "\\x4",
        "\\0",
        "1e3",
        "0x1F",
        "~",
        ".inf",
        "null",
        "true",
        "NO",
        "smart_contract_id: X\n",
        "contract_type: t\n",
        "routing_trigger:\n  type: next_node\n",
        "required_approvals: ",
        "part: ",
        "\ufeff",
        "\0",
        "\u0085"
    );

    private static readonly Gen<string> Scribble = Scraps.Array[0, 40].Select(string.Concat);

    private static readonly Gen<string> Mutilated = Gen.Select(Gen.Int[0, 300], Gen.Int[0, 12], Scraps.Array[0, 3])
        .Array[1, 4]
        .Select(cuts =>
        {
            var text =
                ContractText.Of("SC-1", "SC-2.yaml", sequence: 1) + "requirements: { list: [1, 'two', \"three\"], note: |\n    text\n }\n";
            foreach (var (at, length, scraps) in cuts)
            {
                var start = Math.Min(at, text.Length);
                text = text.Remove(start, Math.Min(length, text.Length - start)).Insert(start, string.Concat(scraps));
            }

            return text;
        });

    [Fact]
    public void Random_bytes_are_a_value_or_a_problem() => Gen.Byte.Array[0, 200].Sample(Holds, iter: 2_000);

    [Fact]
    public void Scraps_of_YAML_are_a_value_or_a_problem() => Scribble.Sample(yaml => Holds(Encoding.UTF8.GetBytes(yaml)), iter: 4_000);

    [Fact]
    public void A_mutilated_contract_is_a_value_or_a_problem() =>
        Mutilated.Sample(yaml => Holds(Encoding.UTF8.GetBytes(yaml)), iter: 4_000);

    [Fact]
    public void JSON_comes_out_as_the_JSON_it_was() =>
        Document(4)
            .Sample(
                node =>
                {
                    var json = node?.ToJsonString() ?? "null";
                    var contract = ContractText.Read($"{{\"smart_contract_id\": \"SC-1\", \"contract_type\": \"test\", \"any\": {json}}}");

                    using var read = JsonDocument.Parse(contract.Json);
                    JsonNode.DeepEquals(JsonNode.Parse(read.RootElement.GetProperty("any").GetRawText()), node).ShouldBeTrue(json);
                },
                iter: 1_000
            );

    private static void Holds(byte[] bytes)
    {
        switch (SmartContractParser.Parse("SC-1.yaml", bytes))
        {
            case ContractParse.Parsed { Contract: var contract }:
                using (
                    var json = JsonDocument.Parse(
                        contract.Json,
                        new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 64 }
                    )
                )
                {
                    json.RootElement.GetProperty("smart_contract_id").GetString().ShouldBe(contract.SmartContractId);
                }

                break;
            case ContractParse.Rejected { Problems: var problems }:
                problems.ShouldNotBeEmpty();
                var lines = 2 + bytes.Count(b => b is (byte)'\n' or (byte)'\r');
                problems.ShouldAllBe(problem => problem.Line >= 0 && problem.Line <= lines && problem.Message.Length > 0);
                break;
            default:
                throw new ShouldAssertException("neither value nor problem");
        }
    }

    private static Gen<JsonNode?> Document(int levels)
    {
        // U+0000 is refused wherever it stands, which is another spec's business. A key is at most 1024 characters long, YAML says.
        var text = Gen.String[0, 40]
            .Select(s => new string([.. s.Where(c => c != '\0' && !char.IsSurrogate(c))]) + (s.Length % 5 == 0 ? "😀" : ""));
        var leaf = Gen.OneOf(
            text.Select(s => (JsonNode?)JsonValue.Create(s)),
            Gen.Int.Select(i => (JsonNode?)JsonValue.Create(i)),
            Gen.Double[-1e6, 1e6].Select(d => (JsonNode?)JsonValue.Create(d)),
            Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
            Gen.Const((JsonNode?)null)
        );
        if (levels == 0)
            return leaf;

        var below = Document(levels - 1);
        return Gen.OneOf(
            leaf,
            below.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Select(text.Where(key => key.Length > 0 && key != "<<"), below)
                .Array[0, 4]
                .Select(members =>
                    (JsonNode?)
                        new JsonObject(
                            members
                                .DistinctBy(member => member.Item1)
                                .Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone()))
                        )
                )
        );
    }
}
