using System.Text;
using HandoffSaga.CanonicalJson;
using static HandoffSaga.Specs.CanonicalJson.When_a_document_is_made_canonical;

namespace HandoffSaga.Specs.CanonicalJson;

public sealed class When_an_object_is_built
{
    [Fact]
    public void Every_kind_of_value_is_written_canonically_and_in_order()
    {
        var built = new CanonicalObjectBuilder()
            .Add("text", "Zoë \"Ñ\"\n\u0001")
            .Add("count", 3)
            .Add("least", -9007199254740991)
            .Add("done", true)
            .Add("at", new DateTimeOffset(2025, 6, 1, 16, 2, 12, 480, TimeSpan.FromHours(2)).AddTicks(9_999))
            .Add("id", new Guid("00112233-4455-6677-8899-AABBCCDDEEFF"))
            .Add("inner", Parsed("""{"y":1,"x":2}"""))
            .AddNull("nothing")
            .Add("absent", (DateTimeOffset?)null)
            .AddStrings("words", ["b", "a\\"])
            .AddAll(Parsed("""{"zz":1,"aa":2}"""))
            .Build();

        built
            .ToString()
            .ShouldBe(
                """{"aa":2,"absent":null,"at":"2025-06-01T14:02:12.480Z","count":3,"done":true,"id":"00112233-4455-6677-8899-aabbccddeeff","inner":{"x":2,"y":1},"least":-9007199254740991,"nothing":null,"text":"Zoë \"Ñ\"\n\u0001","words":["b","a\\"],"zz":1}"""
            );
        CanonicalObject.Parse(built.Utf8.Span, CanonicalLimits.Default).Object.ShouldBe(built);
    }

    [Fact]
    public void A_name_stands_once()
    {
        Should.Throw<ArgumentException>(() => new CanonicalObjectBuilder().Add("a", 1).Add("a", 2).Build());
        Should.Throw<ArgumentException>(() => new CanonicalObjectBuilder().Add("a", 1).Add("b", 2).AddAll(Parsed("""{"a":3}""")).Build());
    }

    [Fact]
    public void A_builder_builds_once()
    {
        var builder = new CanonicalObjectBuilder().Add("a", 1);
        builder.Build();
        Should.Throw<InvalidOperationException>(() => builder.Add("b", 1));
        Should.Throw<InvalidOperationException>(builder.Build);
    }

    [Fact]
    public void A_number_that_would_lose_digits_is_rejected() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new CanonicalObjectBuilder().Add("n", 9007199254740992));

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        new CanonicalObjectBuilder().Add("a", "x\uD83Dy").Build().GetString("a").ShouldBe("x\uFFFDy");

    [Fact]
    public void Nothing_added_is_the_empty_object() => new CanonicalObjectBuilder().Build().ShouldBe(CanonicalObject.Empty);

    [Fact]
    public void Members_are_read_back_by_name()
    {
        var document = Parsed("""{"s":"a\"\u00e9\n","n":null,"o":{"k":[true,"]",{"}":"{"}],"i":42},"é\"":7}""");

        document.GetString("s").ShouldBe("a\"é\n");
        document.GetString("n").ShouldBeNull();
        document.GetString("missing").ShouldBeNull();
        document.GetObject("o").ShouldNotBeNull().Names.ShouldBe(["i", "k"]);
        document.GetObject("o")!.Get("i")!.AsInteger().ShouldBe(42);
        document.TryGet("é\"", out var value).ShouldBeTrue();
        Encoding.UTF8.GetString(value.Span).ShouldBe("7");
        document.TryGet("missing", out _).ShouldBeFalse();

        var elements = document.GetObject("o")!.Get("k")!.AsArray().ShouldNotBeNull();
        elements.Select(element => element.ToString()).ShouldBe(["true", "\"]\"", """{"}":"{"}"""]);
        elements.Select(element => element.Kind).ShouldBe([CanonicalKind.Boolean, CanonicalKind.String, CanonicalKind.Object]);
    }

    [Theory]
    [InlineData("""{"a":1,"b":2,"c":3}""", """{"b":2}""")]
    [InlineData("""{"a":1}""", "{}")]
    [InlineData("""{"b":1}""", """{"b":1}""")]
    public void Members_can_be_left_out(string json, string expected) => Parsed(json).Without("a", "c", "é").ToString().ShouldBe(expected);
}
