using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace HandoffSaga.Specs.Cli;

public sealed class When_a_service_answers_with_what_steers_a_terminal : IAsyncLifetime
{
    /// <summary>C0, C1, DEL, an escape sequence, a title, both separators, direction marks, tags, half a pair.</summary>
    private const string Nasty =
        "x\u001b[31m\u001b]0;owned\u0007\u009b2J\u007f\r\n\b\t\u0085\u2028\u2029\u202e\u2066\u200f\ufeff\U000e0041<b>";

    private static readonly Dictionary<string, string> Answers = new()
    {
        ["GET /transfers/PKG"] = Samples.Transfer,
        ["GET /transfers/PKG/attempts"] = Samples.Attempts,
        ["GET /transfers/PKG/audit"] = Samples.Audit,
        ["GET /transfers"] = $$"""{"items":[{{Samples.Transfer}}],"next_cursor":"c","total":1}""",
        ["GET /rejected"] =
            """{"items":[{"package_id":"P","source":"http","reason":"content","detail":"d","received_at":"2025-06-01T14:02:12.480Z","body_sha256":"ab"}]}""",
        ["GET /hubs"] = """
            {"vault_hub":{"waiting":1,"escalated":1,"held":0,"oldest":"o","next_attempt_at":"n","last_success_at":"l","last_error":"e"},
             "next_node":{"waiting":1,"escalated":1,"held":0,"oldest":"o","next_attempt_at":"n","last_success_at":"l","last_error":"e"}}
            """,
        ["POST /transfers/PKG/redeliver"] = """{"package_id":"P","leg":"vault_hub"}""",
        ["POST /transfers/PKG/close"] = """{"package_id":"P","leg":"vault_hub","closed_at":"c","closed_by":"b","reason":"r"}""",
        ["POST /signoffs"] = """{"package_id":"P","outcome":"accepted"}""",
    };

    private static readonly string[][] Commands =
    [
        ["status", "PKG"],
        ["show", "PKG"],
        ["attempts", "PKG"],
        ["audit", "PKG"],
        ["list"],
        ["rejected"],
        ["hubs"],
        ["redeliver", "PKG", "--leg", "vault_hub", "--reason", Nasty, "--by", Nasty],
        ["close", "PKG", "--leg", "vault_hub", "--reason", Nasty, "--by", Nasty],
        ["submit", "signoff.json"],
    ];

    private readonly Prompt _prompt = new();
    private FakeService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeService.Start();
        _prompt.Write("signoff.json", "{}");
        _prompt.Variables["HANDOFF_URL"] = _service.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _prompt.Dispose();
    }

    public static TheoryData<string> EveryCommand => [.. Commands.Select(command => command[0])];

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task None_of_it_gets_there(string command)
    {
        foreach (var (request, answer) in Answers)
            _service.Answers(request, 200, Spoiled(answer));

        await Shows(command);
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task None_of_a_rejection_gets_there(string command)
    {
        var problem = Spoiled(
            """{"title":"t","status":409,"detail":"d","errors":[{"path":"p","message":"m"},"text",{"member":["text"]}]}"""
        );
        foreach (var request in Answers.Keys)
            _service.Answers(request, 409, problem);

        await Shows(command);
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task Nothing_of_what_is_no_answer_gets_there(string command)
    {
        foreach (var request in Answers.Keys)
            _service.Answers(request, 200, Nasty);

        await Shows(command);
    }

    [Fact]
    public async Task Nor_does_anything_of_what_was_typed()
    {
        foreach (var terminal in new[] { true, false })
        {
            _prompt.Terminal = terminal;
            _prompt.Variables["NO_COLOR"] = "1";
            foreach (
                var typed in new string[][]
                {
                    ["status", Nasty],
                    [Nasty],
                    ["list", "--status", Nasty],
                    ["submit", Nasty],
                    ["--" + Nasty],
                    ["list", "--url", Nasty],
                    ["hubs", "--token-file", Nasty],
                    ["contracts", "check", Nasty],
                }
            )
            {
                Check(await _prompt.Types(typed));
            }
        }
    }

    private async Task Shows(string command)
    {
        var typed = Commands.Single(known => known[0] == command);
        _prompt.Variables["NO_COLOR"] = "1";
        foreach (var terminal in new[] { true, false })
        {
            _prompt.Terminal = terminal;
            Check(await _prompt.Types(typed));
        }

        // JSON goes as it came where a program reads it; where a person does, it is the same document without what steers.
        _prompt.Terminal = true;
        Check(await _prompt.Types([.. typed, "--json"]));
    }

    private static void Check(Outcome outcome)
    {
        foreach (var rune in (outcome.Output + outcome.Error).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            (
                rune.Value == '\n'
                || category
                    is not (
                        UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                    )
            ).ShouldBeTrue($"U+{rune.Value:X4} in {outcome.Output}{outcome.Error}");
        }
    }

    /// <summary>The same document with every text made nasty, written without escaping more than JSON must.</summary>
    private static string Spoiled(string json)
    {
        var node = JsonNode.Parse(json)!;
        Spoil(node);
        return node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static void Spoil(JsonNode node)
    {
        switch (node)
        {
            case JsonObject document:
                foreach (var (name, value) in document.ToList())
                {
                    if (value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String)
                        document[name] = Nasty + (string)text!;
                    else if (value is not null)
                        Spoil(value);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonValue)
                        list[i] = Nasty;
                    else if (list[i] is { } value)
                        Spoil(value);
                }

                break;
        }
    }
}
