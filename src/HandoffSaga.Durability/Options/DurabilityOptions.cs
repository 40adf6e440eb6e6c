namespace HandoffSaga.Durability;

/// <summary>The engine's settings. The defaults suit a station.</summary>
public sealed class DurabilityOptions
{
    /// <summary>
    /// How long to wait before resending a message whose consumer neither finished it nor still has it in flight. From 100 ms to 1 hour; 10
    /// s by default.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many messages the in-memory bus may have in flight for one endpoint; the rest wait in the outbox without delaying other
    /// endpoints. From 1 to 1,000,000; 2,000 by default.
    /// </summary>
    public int MaxMessagesInFlight { get; set; } = 2000;

    /// <summary>How many units of work one group commit may contain. From 1 to 10,000; 512 by default.</summary>
    public int MaxGroup { get; set; } = 512;

    /// <summary>
    /// How long the store may be unavailable before the receive endpoints on a broker are stopped until it answers again. During shorter
    /// outages deliveries wait unacknowledged, so it must be well below the broker's <c>consumer_timeout</c> (30 minutes by default). More
    /// than 0, at most 10 minutes; 10 s by default.
    /// </summary>
    public TimeSpan StoreAwayAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest delay that anybody asks for. A scheduled message that would come later is sent at once: the clock was set back while
    /// nothing ran. A kept message may wait for its own interval. From 1 minute to 1,000 days; 100 days by default.
    /// </summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromDays(100);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal DurabilityOptions Validated()
    {
        Within(nameof(Lease), Lease, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Within(nameof(MaxMessagesInFlight), MaxMessagesInFlight, 1, 1_000_000);
        Within(nameof(MaxGroup), MaxGroup, 1, 10_000);
        Within(nameof(StoreAwayAfter), StoreAwayAfter, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(10));
        Within(nameof(LongestDelay), LongestDelay, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1000));
        return this;
    }

    private static void Within<T>(string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
    }
}
