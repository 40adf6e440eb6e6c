using CsCheck;
using HandoffSaga.Host.Access;

namespace HandoffSaga.Specs.Api;

public sealed class When_a_token_file_is_read
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[0, 60],
        Gen.OneOf("#", "\n", " ", "\t", "name", "token", "\0", "\u2028", "é", "\r").Array[0, 12].Select(string.Concat)
    );

    [Fact]
    public void Each_line_is_a_token_with_or_without_its_holder_s_name()
    {
        var tokens = ApiTokens.Parse("# who may ask\n\n  t0ken-1  \r\nJ. Doe t0ken-2\nplant\tt0ken-3").Tokens.ShouldNotBeNull();

        tokens.Holder("t0ken-1").ShouldBe(new TokenHolder(null));
        tokens.Holder("t0ken-2").ShouldBe(new TokenHolder("J. Doe"));
        tokens.Holder("t0ken-3").ShouldBe(new TokenHolder("plant"));
        tokens.Holder("J. Doe").ShouldBeNull();
        tokens.Holder("").ShouldBeNull();
        tokens.Holder("# who may ask").ShouldBeNull();
    }

    [Fact]
    public void A_byte_order_mark_at_its_beginning_is_no_part_of_it() =>
        ApiTokens.Parse("\uFEFFt0ken-1\n").Tokens.ShouldNotBeNull().Holder("t0ken-1").ShouldBe(new TokenHolder(null));

    [Theory]
    [InlineData("", "it holds no token")]
    [InlineData("# only words\n \n", "it holds no token")]
    [InlineData("tökén", "line 1 has an invalid token")]
    [InlineData("a\nb\na", "line 3 repeats a token from an earlier line")]
    [InlineData("x\u0007y token", "line 1 has a name with control characters")]
    public void What_cannot_be_used_is_rejected_with_the_line(string text, string problem)
    {
        var (tokens, why) = ApiTokens.Parse(text);

        tokens.ShouldBeNull();
        why.ShouldNotBeNull().ShouldStartWith(problem);
    }

    [Fact]
    public void Any_text_is_tokens_or_a_problem_and_nothing_opens_by_being_empty() =>
        AnyText.Sample(
            text =>
            {
                var (tokens, why) = ApiTokens.Parse(text);

                (tokens is null).ShouldBe(why is not null);
                tokens?.Holder("").ShouldBeNull();
            },
            iter: 5_000
        );
}
