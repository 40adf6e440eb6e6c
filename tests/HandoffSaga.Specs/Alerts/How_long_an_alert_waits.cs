using HandoffSaga.Alerts.Delivery;

namespace HandoffSaga.Specs.Alerts;

public sealed class How_long_an_alert_waits
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 120)]
    [InlineData(4, 600)]
    [InlineData(5, 600)]
    [InlineData(int.MaxValue, 600)]
    public void After_each_failed_try(int attempt, int seconds)
    {
        AlertConsumer.Backoff.After(attempt).ShouldBe(TimeSpan.FromSeconds(seconds));
    }
}
