namespace HandoffSaga.Durability;

internal static class StoreTime
{
    /// <summary>Whole milliseconds, the stores' resolution; a started one counts, so that nothing comes before its time.</summary>
    public static long Milliseconds(this TimeSpan span) => (span.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
