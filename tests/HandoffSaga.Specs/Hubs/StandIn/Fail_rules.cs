using CsCheck;
using HandoffSaga.Demo.StandInHubs;

namespace HandoffSaga.Specs.Hubs.StandIn;

public sealed class Fail_rules
{
    [Fact]
    public void Are_read_in_all_their_forms()
    {
        FailRules.TryParse(FailRules.Forms, out var rules, out _).ShouldBeTrue();

        rules!.Rules.ShouldBe([
            new FailRule.Status(503),
            new FailRule.First(3),
            new FailRule.Once(),
            new FailRule.Every(5),
            new FailRule.Down(),
            new FailRule.Timeout(),
            new FailRule.Reject(Retryable: false),
            new FailRule.Reject(Retryable: true),
            new FailRule.Slow(TimeSpan.FromSeconds(2)),
            new FailRule.RetryAfter(TimeSpan.FromSeconds(5)),
            new FailRule.NoReceipt(),
            new FailRule.BadDigest(),
            new FailRule.BadHead(),
            new FailRule.LostAnswer(),
        ]);
    }

    [Theory]
    [InlineData("slow:250ms", 250)]
    [InlineData("slow:3s", 3000)]
    [InlineData("slow:1m", 60_000)]
    public void Take_durations_with_their_unit(string text, int milliseconds)
    {
        FailRules.TryParse(text, out var rules, out _).ShouldBeTrue();

        rules!.Rules.ShouldBe([new FailRule.Slow(TimeSpan.FromMilliseconds(milliseconds))]);
    }

    [Theory]
    [InlineData("", "No fail rule given.")]
    [InlineData(" , ", "No fail rule given.")]
    [InlineData("explode", "Fail rule 'explode' is unknown. Use one or more of: status:503,")]
    [InlineData("Once", "Fail rule 'Once' is unknown.")]
    [InlineData("status", "Fail rule 'status' needs a status from 300 to 599, like status:503.")]
    [InlineData("status:200", "Fail rule 'status' needs a status from 300 to 599")]
    [InlineData("status:abc", "Fail rule 'status' needs")]
    [InlineData("first:0", "Fail rule 'first' needs a number from 1, like first:3.")]
    [InlineData("every:-1", "Fail rule 'every' needs a number from 1")]
    [InlineData("slow:2", "Fail rule 'slow' needs a duration in ms, s or m, like slow:2s.")]
    [InlineData("slow:2h", "Fail rule 'slow' needs a duration")]
    [InlineData("slow:s", "Fail rule 'slow' needs a duration")]
    [InlineData("retry-after", "Fail rule 'retry-after' needs a duration")]
    [InlineData("down:5", "Fail rule 'down' takes no value, but '5' was given.")]
    [InlineData("once,explode", "Fail rule 'explode' is unknown.")]
    public void Are_rejected_with_what_is_wrong(string text, string error)
    {
        FailRules.TryParse(text, out var rules, out var said).ShouldBeFalse();

        rules.ShouldBeNull();
        said.ShouldNotBeNull().ShouldStartWith(error);
    }

    [Fact]
    public void Never_throw()
    {
        Gen.String.Sample(text =>
            FailRules.TryParse(text, out var rules, out var error) ? rules is not null && error is null : error is not null
        );
    }

    [Theory]
    [InlineData("first:2", "a a b b", "1 1 0 0")]
    [InlineData("once", "a a b a b", "1 0 1 0 0")]
    [InlineData("every:2", "a b b c d d a b", "0 1 0 0 1 0 0 0")]
    [InlineData("status:500", "a b a", "1 1 1")]
    [InlineData("first:1,once", "a b b", "1 1 0")]
    [InlineData("retry-after:5s", "a a", "1 1")]
    [InlineData("retry-after:5s,once", "a a", "1 0")]
    [InlineData("slow:1s", "a a", "0 0")]
    public void Apply_to_requests(string text, string keys, string expected)
    {
        FailRules.TryParse(text, out var rules, out _).ShouldBeTrue();
        var counter = new FailCounter(rules!);

        var failed = keys.Split(' ').Select(key => counter.Next(key).Failure is FailRule.Status ? "1" : "0");

        string.Join(' ', failed).ShouldBe(expected);
    }
}
