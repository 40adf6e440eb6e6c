using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HandoffSaga.Specs.Wire;

namespace HandoffSaga.Specs.Docs;

/// <summary>Whoever follows docs/integrate.md must come by every value on the way, and the values are those of the vectors.</summary>
public sealed class The_signature_recipe
{
    private static readonly string Root = Path.Combine(WireContract.Folder, "..", "..");
    private static readonly string Vectors = Path.Combine(Root, "tests", "vectors", "signature");
    private static readonly byte[] Canonical = File.ReadAllBytes(Path.Combine(Vectors, "canonical.json"));
    private static readonly JsonElement Steps = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Vectors, "steps.json")));
    private static readonly string Recipe = Section(File.ReadAllText(Path.Combine(Root, "docs", "integrate.md")));

    public static TheoryData<string, string> Values =>
        new()
        {
            { "the key's private half", Key("d") },
            { "the key's public half", Key("x") },
            { "the length of the canonical form", $"{Canonical.Length} bytes" },
            { "the canonical form", Encoding.UTF8.GetString(Canonical) },
            { "its digest", Convert.ToHexStringLower(SHA256.HashData(Canonical)) },
            { "the header", Step("protected_header") },
            { "the header in base64url", Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Step("protected_header"))) },
            { "the signing input", Step("signing_input") },
            { "the signature's bytes", Convert.ToHexStringLower(Base64Url.DecodeFromChars(Step("guardian_signature").Split("..")[1])) },
            { "the signature", Step("guardian_signature") },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void Has_every_value_on_the_way(string what, string value) => Recipe.ShouldContain(value, Case.Sensitive, what);

    [Fact]
    public void Has_them_in_the_order_of_its_steps()
    {
        var places = Values.Select(value => Recipe.IndexOf(value.Data.Item2, StringComparison.Ordinal)).ToList();

        places.Skip(2).ShouldBeInOrder();
    }

    private static string Step(string name) => Steps.GetProperty(name).GetString()!;

    private static string Key(string member) =>
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(Vectors, "key.jwk.json"))).GetProperty(member).GetString()!;

    private static string Section(string document)
    {
        var from = document.IndexOf("### Signing, step by step", StringComparison.Ordinal);
        return document[from..document.IndexOf("\n### ", from + 1, StringComparison.Ordinal)];
    }
}
