using CsCheck;
using HandoffSaga.Outbound;

namespace HandoffSaga.Specs.Hubs.Http;

public sealed class Retry_After
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 14, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("120", 120)]
    [InlineData(" 5 ", 5)]
    [InlineData("0", 0)]
    [InlineData("-7", 0)]
    [InlineData("007", 7)]
    [InlineData("99999999999999999999999", 2147483648)]
    [InlineData("Sun, 01 Jun 2025 14:01:30 GMT", 90)]
    [InlineData("Sunday, 01-Jun-25 14:01:30 GMT", 90)]
    [InlineData("Sun Jun  1 14:01:30 2025", 90)]
    [InlineData("Sun, 01 Jun 2025 13:00:00 GMT", 0)]
    public void Is_read_in_all_its_forms(string value, long seconds)
    {
        RetryAfter.Parse(value, Now).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("+5")]
    [InlineData("-")]
    [InlineData("5s")]
    [InlineData("١٢")]
    [InlineData("2025-06-01T14:01:30Z")]
    [InlineData("Mon, 01 Jun 2025 14:01:30 GMT")]
    public void Is_ignored_when_it_is_something_else(string? value)
    {
        RetryAfter.Parse(value, Now).ShouldBeNull();
    }

    [Fact]
    public void Never_throws_and_never_goes_back_in_time()
    {
        Gen.String.Sample(value => RetryAfter.Parse(value, Now) is not { } delay || delay >= TimeSpan.Zero);
    }
}
