namespace HandoffSaga.Durability;

/// <summary>
/// MassTransit turns a delay into a moment of the machine's clock before the engine sees it; this turns it back. The engine must, because its own
/// clock may be another one, years away.
/// </summary>
internal static class ScheduledDelay
{
    private static readonly long[] Grains =
    [
        TimeSpan.TicksPerMinute, 10 * TimeSpan.TicksPerSecond, TimeSpan.TicksPerSecond,
        100 * TimeSpan.TicksPerMillisecond, 10 * TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMillisecond,
    ];

    /// <summary>
    /// The delay that was given. The machine's clock was read at some unknown moment between <paramref name="asked"/> and <paramref name="now"/>,
    /// so the delay lies between two bounds, normally microseconds apart; of the delays in between, the roundest is the one a person wrote.
    /// </summary>
    public static TimeSpan Given(DateTime scheduled, DateTime asked, DateTime now)
    {
        var least = (scheduled - now).Ticks;
        if (least <= 0)
            return TimeSpan.Zero;
        var most = Math.Max(least, (scheduled - asked).Ticks);
        foreach (var grain in Grains)
        {
            var rounded = (least + grain - 1) / grain * grain;
            if (rounded <= most)
                return TimeSpan.FromTicks(rounded);
        }

        return TimeSpan.FromTicks((least + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
    }
}
