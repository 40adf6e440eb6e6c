using System.Globalization;
using System.Numerics;
using System.Text;
using HandoffSaga.CanonicalJson;

namespace HandoffSaga.Specs.CanonicalJson;

public sealed class When_a_document_is_made_canonical
{
    [Theory]
    [InlineData(""" { "b" : [ 1 , { "d":2, "c":3 } ] , "a" : { } } """, """{"a":{},"b":[1,{"c":3,"d":2}]}""")]
    [InlineData("""{"a":1,"ab":2,"a\u0000b":3}""", null)]
    [InlineData("""{"aa":1,"a":2,"":3}""", """{"":3,"a":2,"aa":1}""")]
    [InlineData("""{"!":1,"\"":2,"#":3,"\\":4,"]":5,"[":6}""", """{"!":1,"\"":2,"#":3,"[":6,"\\":4,"]":5}""")]
    [InlineData("""{"a\n":1,"a":2,"a\u0001":3,"a ":4}""", """{"a":2,"a\u0001":3,"a\n":1,"a ":4}""")]
    [InlineData("{\"\uFB33\":1,\"\U0001F602\":2}", "{\"\U0001F602\":2,\"\uFB33\":1}")]
    [InlineData("{\"\uE000\":1,\"\uD7FF\":2,\"\U0010FFFF\":3}", "{\"\uD7FF\":2,\"\U0010FFFF\":3,\"\uE000\":1}")]
    [InlineData("""{"s":"\/\u0041\u00e9\ud83d\ude02\u001F\u007f\u2028"}""", "{\"s\":\"/A\u00e9\U0001F602\\u001f\u007f\u2028\"}")]
    public void It_has_one_form(string received, string? expected) => Canonical(received).ShouldBe(expected);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("0e99999999999999999999", "0")]
    [InlineData("20.0", "20")]
    [InlineData("2e1", "20")]
    [InlineData("1e-07", "1e-7")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("123e-8", "0.00000123")]
    [InlineData("-1.50E+2", "-150")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("4.35", "4.35")]
    [InlineData("0e-400", "0")]
    [InlineData("-0.000E+7", "0")]
    [InlineData("2.5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740993", null)]
    [InlineData("9007199254740993.0", "9007199254740992")]
    [InlineData("1000000000000000000000", "1e+21")]
    [InlineData("1000000000000000000001", null)]
    [InlineData("1152921504606846976", null)]
    [InlineData("1152921504606847000", "1152921504606847000")]
    [InlineData("1.152921504606846976e18", "1152921504606847000")]
    [InlineData("-18446744073709551615", null)]
    [InlineData("1e309", null)]
    [InlineData("-1e999999999999999999999", null)]
    public void A_number_is_the_double_it_means(string literal, string? expected) =>
        Canonical($$"""{"n":{{literal}}}""").ShouldBe(expected is null ? null : $$"""{"n":{{expected}}}""");

    [Fact]
    public void A_great_integer_is_accepted_exactly_when_its_canonical_form_is_the_same_number()
    {
        for (var power = 53; power < 1024; power++)
        {
            var exact = BigInteger.One << power;
            var shortest = BigInteger.Parse(((double)exact).ToString("R"), NumberStyles.Float);

            Canonical($$"""{"n":{{shortest}}}""").ShouldNotBeNull();
            Canonical($$"""{"n":-{{exact}}}""").ShouldBe(exact == shortest ? $$"""{"n":-{{exact}}}""" : null);
            Canonical($$"""{"n":{{shortest + 1}}}""").ShouldBeNull();
        }

        Canonical($$"""{"n":{{BigInteger.One << 1024}}}""").ShouldBeNull();
    }

    [Fact]
    public void A_number_with_very_many_digits_is_read_to_its_end()
    {
        var zeros = new string('0', 100_000);
        Canonical($$"""{"n":0.{{zeros}}1e100001}""").ShouldBe("""{"n":1}""");
        Canonical($$"""{"n":1{{zeros}}e-100000}""").ShouldBe("""{"n":1}""");
        Canonical($$"""{"n":1{{zeros}}}""").ShouldBeNull();
    }

    [Fact]
    public void Its_digest_is_that_of_its_bytes() =>
        Parsed("""{"b":1,"a":2}""").Sha256Hex().ShouldBe("d3626ac30a87e6f7a6428233b3c68299976865fa5508e4267c5415c76af7a772");

    internal static CanonicalObject Parsed(string json)
    {
        var result = CanonicalObject.Parse(Encoding.UTF8.GetBytes(json), CanonicalLimits.Default);
        result.Problem.ShouldBeNull();
        return result.Object.ShouldNotBeNull();
    }

    private static string? Canonical(string json) =>
        CanonicalObject.Parse(Encoding.UTF8.GetBytes(json), CanonicalLimits.Default).Object?.ToString();
}
