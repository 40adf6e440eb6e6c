namespace HandoffSaga.Durability.Sqlite;

internal static class SqliteTime
{
    /// <summary>Whole milliseconds, the store's resolution; a started one counts, so that nothing comes before its time.</summary>
    public static long Milliseconds(this TimeSpan span) => (span.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
