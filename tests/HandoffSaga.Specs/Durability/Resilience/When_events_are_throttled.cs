using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Durability.Resilience;

public sealed class When_events_are_throttled
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private Throttle _throttle = new(2, TimeSpan.FromMinutes(1));

    [Fact]
    public void So_many_go_through_in_each_window()
    {
        Permits(Noon, Noon, Noon.AddSeconds(30), Noon.AddSeconds(59)).ShouldBe([true, true, false, false]);
        Permits(Noon.AddSeconds(60), Noon.AddSeconds(61), Noon.AddSeconds(62)).ShouldBe([true, true, false]);
    }

    [Fact]
    public void A_window_begins_with_an_event_not_with_the_clocks_minute()
    {
        Permits(Noon.AddSeconds(45));
        _throttle.WindowBegan.ShouldBe(Noon.AddSeconds(45));
        _throttle.WindowEnds.ShouldBe(Noon.AddSeconds(105));

        Permits(Noon.AddSeconds(80), Noon.AddSeconds(104)).ShouldBe([true, false]);
    }

    [Fact]
    public void A_clock_that_is_set_back_silences_nobody()
    {
        Permits(Noon, Noon, Noon).ShouldBe([true, true, false]);

        Permits(Noon.AddHours(-1)).ShouldBe([true]);
    }

    [Fact]
    public void It_is_a_value()
    {
        var before = _throttle;

        before.Next(Noon, out _).ShouldNotBe(before);

        before.ShouldBe(_throttle);
    }

    private List<bool> Permits(params DateTimeOffset[] times)
    {
        var permitted = new List<bool>();
        foreach (var time in times)
        {
            _throttle = _throttle.Next(time, out var isPermitted);
            permitted.Add(isPermitted);
        }

        return permitted;
    }
}
