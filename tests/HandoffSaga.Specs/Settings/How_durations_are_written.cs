using HandoffSaga.Settings;

namespace HandoffSaga.Specs.Settings;

public sealed class How_durations_are_written
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("1m", 60_000)]
    [InlineData(" 1 H ", 3_600_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("00:00:30", 30_000)]
    [InlineData("1.00:00:00", 86_400_000)]
    public void A_number_with_a_unit_or_a_clock(string text, double milliseconds)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalMilliseconds.ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1e3s")]
    [InlineData("10 seconds")]
    [InlineData("1w")]
    [InlineData("soon")]
    public void Nothing_else(string text) => Duration.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("500ms")]
    [InlineData("10s")]
    [InlineData("90s")]
    [InlineData("15m")]
    [InlineData("1h")]
    [InlineData("2d")]
    public void They_are_shown_as_they_could_be_written(string text)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        Duration.Format(duration).ShouldBe(text);
    }

    [Fact]
    public void A_length_beyond_all_clocks_is_read_as_the_longest()
    {
        Duration.TryParse("99999999999999999999d", out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.MaxValue);
    }
}
