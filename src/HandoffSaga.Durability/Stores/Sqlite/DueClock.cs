namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// The clock of due times. While the machine's clock is set it goes on evenly, until <see cref="SqliteStore.FollowClock"/> takes the new
/// time over together with the rows: a restart reads them by the machine's clock.
/// </summary>
internal sealed class DueClock(TimeProvider clock)
{
    private readonly SteadyClock _steady = new(clock);
    private long _followed;

    /// <summary>Unix milliseconds.</summary>
    public long Now => (_steady.Now + Followed).ToUnixTimeMilliseconds();

    /// <summary>How far the machine's clock was set and is not followed yet; negative when it was set back.</summary>
    public TimeSpan Change => _steady.Change - Followed;

    /// <summary>Follows the machine's clock by exactly as much as the rows did. It may have been set again meanwhile.</summary>
    public void Follow(TimeSpan by) => Interlocked.Add(ref _followed, by.Ticks);

    private TimeSpan Followed => new(Interlocked.Read(ref _followed));
}
