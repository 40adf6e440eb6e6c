using System.Text;
using HandoffSaga.CanonicalJson;
using static HandoffSaga.CanonicalJson.JsonProblemKind;

namespace HandoffSaga.Specs.CanonicalJson;

public sealed class When_a_document_has_no_canonical_form
{
    private static readonly CanonicalLimits Limits = new(maxBytes: 200, maxDepth: 4);

    public static TheoryData<string, JsonProblemKind, int> Documents =>
        new()
        {
            { "", NotJson, 0 },
            { "  \n ", NotJson, 4 },
            { "{", NotJson, 1 },
            { "{\"a\":1", NotJson, 6 },
            { "{\"a\":1,}", NotJson, 7 },
            { "{\"a\":[1,]}", NotJson, 8 },
            { "{\"a\":1 /* why */}", NotJson, 7 },
            { "// why\n{}", NotJson, 0 },
            { "{'a':1}", NotJson, 1 },
            { "{\"a\":01}", NotJson, 6 },
            { "{\"a\":+1}", NotJson, 5 },
            { "{\"a\":.5}", NotJson, 5 },
            { "{\"a\":1.}", NotJson, 7 },
            { "{\"a\":NaN}", NotJson, 5 },
            { "{\"a\":\"\t\"}", NotJson, 6 },
            { "{\"a\":\"\0\"}", NotJson, 6 },
            { "{\"a\":\"\\x\"}", NotJson, 7 },
            { "{\"a\":\"\\u12G4\"}", NotJson, 10 },
            { "{\n\"a\":1,\n\"b\":?}", NotJson, 13 },
            { "{}{}", TrailingContent, 2 },
            { "{} \0", TrailingContent, 3 },
            { "\uFEFF{}", ByteOrderMark, 0 },
            { "{\"a\":1,\"a\":2}", DuplicateName, 7 },
            { "{\"b\":1,\"a\":2,\"b\":3}", DuplicateName, 13 },
            { "{\"x\":{\"a\":1,\"\\u0061\":2}}", DuplicateName, 12 },
            { "{\"a\\/\":1,\"b\":1,\"a/\":2}", DuplicateName, 15 },
            { "{\"a\":\"\\ud83d\"}", LoneSurrogate, 6 },
            { "{\"a\":\"x\\ude02\"}", LoneSurrogate, 7 },
            { "{\"a\":\"\\ud83d\\u0041\"}", LoneSurrogate, 6 },
            { "{\"\\ud83dx\":1}", LoneSurrogate, 2 },
            { "{\"a\":\"x\\u0000\"}", NulCharacter, 7 },
            { "{\"\\u0000\":1}", NulCharacter, 2 },
            { "{\"a\":1e400}", NumberTooLarge, 5 },
            { "{\"a\":1e-400}", NumberTooSmall, 5 },
            { "{\"a\":-0.1E-323}", NumberTooSmall, 5 },
            { "{\"a\":2.4e-324}", NumberTooSmall, 5 },
            { "{\"a\":9007199254740993}", IntegerNotExact, 5 },
            { "{\"a\":[[[[]]]]}", TooDeep, 8 },
            { "[]", NotAnObject, 0 },
            { "null", NotAnObject, 0 },
            { "\"{}\"", NotAnObject, 0 },
            { "{\"a\":\"" + new string('x', 200) + "\"}", TooLarge, 200 },
        };

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_problem_is_named_with_its_place(string document, JsonProblemKind kind, int offset)
    {
        var problem = CanonicalObject.Parse(Encoding.UTF8.GetBytes(document), Limits).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(kind);
        problem.ByteOffset.ShouldBe(offset);
        problem.Message.ShouldAllBe(character => character >= ' ' && character <= '~');
    }

    [Theory]
    [InlineData("7B2261223A22FF227D", 6)]
    [InlineData("7B2261223A22C0AF227D", 6)]
    [InlineData("7B2261223A22EDA080227D", 6)]
    [InlineData("7B2261223A22F4908080227D", 6)]
    [InlineData("7B2261223A22C3", 6)]
    [InlineData("FFFE7B007D00", 0)]
    public void Bytes_that_are_not_UTF_8_are_no_text(string hex, int offset)
    {
        var problem = CanonicalObject.Parse(Convert.FromHexString(hex), Limits).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(NotUtf8);
        problem.ByteOffset.ShouldBe(offset);
    }

    [Fact]
    public void What_just_fits_is_accepted()
    {
        CanonicalObject.Parse("""{"a":[[[]]]}"""u8, Limits).IsCanonical.ShouldBeTrue();
        CanonicalObject.Parse(Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 192) + "\"}"), Limits).IsCanonical.ShouldBeTrue();
    }

    [Fact]
    public void A_repeated_name_is_shown_without_what_could_steer_a_terminal() =>
        CanonicalObject.Parse("""{"\u001b[2J":1,"\u001b[2J":2}"""u8, Limits).Problem.ShouldNotBeNull().Message.ShouldContain("\"?[2J\"");
}
