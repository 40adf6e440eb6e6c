namespace HandoffSaga.Durability;

/// <summary>
/// Time for waits: it begins as the machine's time and then passes evenly, also while somebody sets the machine's clock. What people read
/// comes from the machine's clock.
/// </summary>
/// <param name="clock">The machine's clock.</param>
public sealed class SteadyClock(TimeProvider clock)
{
    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private readonly long _beganAt = clock.GetTimestamp();

    /// <summary>The present time.</summary>
    public DateTimeOffset Now => _began + clock.GetElapsedTime(_beganAt);

    /// <summary>How far the machine's clock was set since this one began; negative when it was set back.</summary>
    public TimeSpan Change => clock.GetUtcNow() - Now;
}
