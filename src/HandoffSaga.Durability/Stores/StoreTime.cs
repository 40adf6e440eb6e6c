namespace HandoffSaga.Durability;

internal static class StoreTime
{
    /// <summary>Whole milliseconds, the stores' resolution, rounded up so that nothing is due too early.</summary>
    public static long Milliseconds(this TimeSpan span) => (span.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
