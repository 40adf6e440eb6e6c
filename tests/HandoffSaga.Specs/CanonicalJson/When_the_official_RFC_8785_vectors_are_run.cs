using System.Globalization;
using System.Text;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Specs.Ledger;

namespace HandoffSaga.Specs.CanonicalJson;

public sealed class When_the_official_RFC_8785_vectors_are_run
{
    [Theory]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("structures")]
    [InlineData("unicode")]
    [InlineData("values")]
    [InlineData("weird")]
    public void Each_input_becomes_its_output(string pair)
    {
        var input = File.ReadAllBytes(Vectors.PathOf("rfc8785-jcs", "testdata", "input", pair + ".json"));
        var output = File.ReadAllBytes(Vectors.PathOf("rfc8785-jcs", "testdata", "output", pair + ".json"));
        var hex = File.ReadAllText(Vectors.PathOf("rfc8785-jcs", "testdata", "outhex", pair + ".txt"));

        CanonicalReader.TryRead(input, CanonicalLimits.Default, allowNul: false, out var canonical, out _).ShouldBeNull();

        Encoding.UTF8.GetString(canonical).ShouldBe(Encoding.UTF8.GetString(output));
        canonical.ShouldBe(Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit))));
    }

    [Fact]
    public void Ten_thousand_doubles_are_written_as_ECMAScript_writes_them()
    {
        var lines = File.ReadAllLines(Vectors.PathOf("rfc8785-jcs", "es6numbers", "es6testfile-10000.txt"));
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
        CanonicalReader.TryRead(Encoding.UTF8.GetBytes(literal), CanonicalLimits.Default, allowNul: false, out var canonical, out _).ShouldBeNull();
        return Encoding.UTF8.GetString(canonical);
    }
}
