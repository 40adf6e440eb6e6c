using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Durability;

public sealed class When_delays_are_read_back
{
    private static readonly DateTime Asked = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(10_000, 0.02, 0.03)]
    [InlineData(10_000, 3, 9)]
    [InlineData(10_000, 40, 55)]
    [InlineData(60_000, 300, 900)]
    [InlineData(8_123, 0.1, 0.4)]
    [InlineData(1, 0.1, 0.2)]
    public void The_delay_given_is_the_delay_kept(int milliseconds, double readAfter, double seenAfter)
    {
        var delay = TimeSpan.FromMilliseconds(milliseconds);
        var scheduled = Asked.AddMilliseconds(readAfter) + delay;

        ScheduledDelay.Given(scheduled, Asked, Asked.AddMilliseconds(seenAfter)).ShouldBe(delay);
    }

    [Fact]
    public void A_moment_that_is_over_is_no_delay() =>
        ScheduledDelay.Given(Asked.AddSeconds(-1), Asked, Asked).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void A_delay_nobody_rounded_is_never_taken_for_a_longer_one_than_the_time_in_between_allows() =>
        ScheduledDelay.Given(Asked.AddMilliseconds(8123.4567), Asked, Asked).ShouldBe(TimeSpan.FromMilliseconds(8124));
}
