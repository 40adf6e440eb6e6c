using System.Text;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Hubs.Receipts;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Specs.Hostile;

/// <summary>Each input is made to hurt a reader that is quadratic somewhere, or that keeps an object for each byte.</summary>
[Collection(nameof(Measured))]
public sealed class When_a_mebibyte_of_JSON_comes_in
{
    private const int Size = 1024 * 1024;

    private static readonly IntakeOptions Limits = new();

    public static TheoryData<string, string> Monsters =>
        new()
        {
            { "brackets", Fill("[") },
            { "braces", Fill("{\"a\":") },
            { "empty arrays", $"[{Fill("[],")}[]]" },
            { "empty objects", $"[{Fill("{},")}{{}}]" },
            { "ones", $"{{\"a\":[{Fill("1,")}1]}}" },
            { "numbers with many digits", $"{{\"a\":[{Fill(new string('7', 300) + ".5e-200,")}1]}}" },
            { "one number", $"{{\"a\":0.{Fill("7")}}}" },
            { "one integer", $"{{\"a\":{Fill("7")}}}" },
            { "one exponent", $"{{\"a\":1e{Fill("9")}}}" },
            { "one negative exponent", $"{{\"a\":1e-{Fill("9")}}}" },
            { "one string", $"{{\"a\":\"{Fill("x")}\"}}" },
            { "one name", $"{{\"{Fill("x")}\":1}}" },
            { "escapes", $"{{\"a\":\"{Fill("\\n")}\"}}" },
            { "unicode escapes", $"{{\"a\":\"{Fill("\\u0041")}\"}}" },
            { "surrogate pairs", $"{{\"a\":\"{Fill("\\ud83d\\ude00")}\"}}" },
            { "names falling", Names(i => $"k{99_999 - i}") },
            { "names rising", Names(i => $"k{i:000000}") },
            { "names in disorder", Names(i => $"k{i * 7919 % 100_003}") },
            { "names alike for long", Names(i => new string('x', 500) + (99_999 - i)) },
            { "names escaped", Names(i => $"\\u00{i * 7919 % 100_003:x8}"[..6] + $"{i * 7919 % 100_003}") },
            { "names beyond the basic plane", Names(i => $"\U0001F600{99_999 - i}") },
            { "a name twice at the ends", $"{{\"zz\":1,{Names(i => $"k{99_999 - i}")[1..^1]},\"zz\":1}}" },
            { "levels in disorder", Levels(60) },
            { "white space", "{" + Fill(" ") + "}" },
            { "white space between", $"[{Fill("1 \n\t\r, ")}1]" },
            { "approvals that are none", Signoff($"\"approvals\":[{Fill("1,")}1]") },
            { "approvals that are empty", Signoff($"\"approvals\":[{Fill("{},")}{{}}]") },
            { "approvals of the wrong types", Signoff($"\"approvals\":[{Fill("{\"role\":1,\"name\":1},")}{{}}]") },
            { "a receipt with a long reason", Receipt($"\"reason\":\"{Fill("x")}\"") },
            { "a receipt with many members", Receipt(Names(i => $"k{i}")[1..^1]) },
            { "a receipt in disorder", Receipt(Names(i => $"k{i * 7919 % 100_003}")[1..^1]) },
            { "a receipt deep down", Receipt($"\"x\":{Fill("[")}") },
            { "a broken receipt", Receipt("\"x\":" + Fill("\"disposition\" ")) },
        };

    [Theory]
    [MemberData(nameof(Monsters), DisableDiscoveryEnumeration = true)]
    public void A_signoff_costs_no_more_than_it_may(string monster, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Cost.ShouldBeBounded("signoff, " + monster, () => SignoffParser.Parse(bytes, Limits));
    }

    [Theory]
    [MemberData(nameof(Monsters), DisableDiscoveryEnumeration = true)]
    public void A_canonical_form_costs_no_more_than_it_may(string monster, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Cost.ShouldBeBounded("canonical form, " + monster, () => CanonicalObject.Parse(bytes, CanonicalLimits.Default));
    }

    [Theory]
    [MemberData(nameof(Monsters), DisableDiscoveryEnumeration = true)]
    public void A_hubs_answer_costs_no_more_than_it_may(string monster, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Cost.ShouldBeBounded("receipt, " + monster, () => ReceiptParser.Parse(bytes));
    }

    private static string Fill(string with) => string.Concat(Enumerable.Repeat(with, (Size - 1024) / with.Length));

    private static string Names(Func<int, string> name)
    {
        var json = new StringBuilder("{");
        for (var i = 0; i < 100_000 && json.Length < Size - 1200; i++)
            json.Append(i == 0 ? "" : ",").Append('"').Append(name(i)).Append("\":1");
        return json.Append('}').ToString();
    }

    /// <summary>Every level has to be rearranged, and everything below it moves.</summary>
    private static string Levels(int levels)
    {
        var json = $"\"{new string('x', Size - 4096)}\"";
        for (var level = 0; level < levels; level++)
            json = $"{{\"b\":{json},\"a\":1}}";
        return json;
    }

    private static string Signoff(string members) => $"{{\"package_id\":\"P-1\",{members}}}";

    private static string Receipt(string members) => $"{{\"transfer_id\":\"X\",\"disposition\":\"accepted\",{members}}}";
}
