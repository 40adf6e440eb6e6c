namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// The clock of due times. While the machine's clock is set it goes on evenly, until <see cref="SqliteStore.FollowClock"/> takes the new
/// time over together with the rows: a restart reads them by the machine's clock.
/// </summary>
internal sealed class DueClock(TimeProvider clock)
{
    private volatile SteadyClock _steady = new(clock);

    /// <summary>Unix milliseconds.</summary>
    public long Now => _steady.Now.ToUnixTimeMilliseconds();

    /// <summary>How far the machine's clock was set since; negative when it was set back.</summary>
    public TimeSpan Change => _steady.Change;

    public void Follow() => _steady = new SteadyClock(clock);
}
