using System.Globalization;
using System.Text;
using System.Text.Json;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.CanonicalJson;

/// <summary>What two other implementations of RFC 8785 agree about, and numbers as ECMAScript itself writes them.</summary>
public sealed class When_canonical_forms_come_from_others
{
    [Theory]
    [InlineData("escapes")]
    [InlineData("languages")]
    [InlineData("literals")]
    [InlineData("nesting")]
    [InlineData("numbers")]
    [InlineData("order")]
    [InlineData("signoff")]
    [InlineData("spacing")]
    public void Each_input_becomes_its_output(string pair)
    {
        var input = File.ReadAllBytes(Vectors.PathOf("canonical-json", "input", pair + ".json"));
        var output = File.ReadAllBytes(Vectors.PathOf("canonical-json", "canonical", pair + ".json"));
        var hex = File.ReadAllText(Vectors.PathOf("canonical-json", "hex", pair + ".txt"));

        CanonicalReader.TryRead(input, CanonicalLimits.Default, allowNul: false, out var canonical, out _).ShouldBeNull();

        Encoding.UTF8.GetString(canonical).ShouldBe(Encoding.UTF8.GetString(output));
        canonical.ShouldBe(Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit))));
    }

    [Fact]
    public void Five_hundred_documents_nobody_thought_of_become_theirs()
    {
        var lines = File.ReadAllLines(Vectors.PathOf("canonical-json", "documents.jsonl"));
        lines.Length.ShouldBe(500);

        foreach (var line in lines)
        {
            using var pair = JsonDocument.Parse(line);
            Canonical(pair.RootElement.GetProperty("input").GetString()!).ShouldBe(pair.RootElement.GetProperty("canonical").GetString());
        }
    }

    [Fact]
    public void Ten_thousand_doubles_are_written_as_ECMAScript_writes_them()
    {
        var lines = File.ReadAllLines(Vectors.PathOf("canonical-json", "numbers.txt"));
        lines.Length.ShouldBe(10_000);

        foreach (var line in lines)
        {
            var (bits, expected) = (line[..line.IndexOf(',')], line[(line.IndexOf(',') + 1)..]);
            var value = BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

            Written(value).ShouldBe(expected, line);
            Canonical(value.ToString("E16", CultureInfo.InvariantCulture)).ShouldBe(expected, line);
            Canonical(expected).ShouldBe(expected, line);
        }
    }

    private static string Written(double value)
    {
        var output = new PooledBytes(32);
        CanonicalNumber.Write(value, output);
        var text = Encoding.UTF8.GetString(output.Written);
        output.Return();
        return text;
    }

    private static string Canonical(string literal)
    {
        CanonicalReader
            .TryRead(Encoding.UTF8.GetBytes(literal), CanonicalLimits.Default, allowNul: false, out var canonical, out _)
            .ShouldBeNull(literal);
        return Encoding.UTF8.GetString(canonical);
    }
}
