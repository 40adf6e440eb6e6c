using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Durability.Resilience;

public sealed class How_long_a_back_off_waits
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 200)]
    [InlineData(6, 3200)]
    [InlineData(7, 5000)]
    [InlineData(100_000, 5000)]
    [InlineData(int.MaxValue, 5000)]
    public void Twice_as_long_after_each_failure_up_to_the_longest(int failures, int milliseconds) =>
        Backoff
            .Exponential(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5))
            .After(failures)
            .ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 120)]
    [InlineData(4, 120)]
    [InlineData(int.MaxValue, 120)]
    public void As_listed_and_then_as_long_as_the_last(int failures, int seconds) =>
        new Backoff(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2))
            .After(failures)
            .ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Never_longer_than_the_longest_even_at_first() =>
        Backoff.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100)).After(1).ShouldBe(TimeSpan.FromMilliseconds(100));

    [Fact]
    public void Without_a_delay_there_is_none()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Backoff());
        Should.Throw<ArgumentOutOfRangeException>(() => Backoff.Exponential(TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }
}
