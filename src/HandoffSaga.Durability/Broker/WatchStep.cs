namespace HandoffSaga.Durability;

/// <summary>What is to be done about a store, given how long it has been away.</summary>
internal abstract record WatchStep
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    // Replicas should find it back at about the same time: what one has in hand another would otherwise find missing.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Nothing, until somebody finds it away.</summary>
    public sealed record Sleep : WatchStep;

    /// <summary>Ask it, a little later.</summary>
    public sealed record Ask(TimeSpan After) : WatchStep;

    /// <summary>Nothing more is taken from the broker.</summary>
    public sealed record Stop : WatchStep;

    /// <summary>It is back: on with it.</summary>
    public sealed record Start : WatchStep;

    /// <summary>Decides from facts alone.</summary>
    /// <param name="lasts">How long the store has answered nobody; null when it answered last.</param>
    /// <param name="isStopped">Nothing is taken from the broker now.</param>
    /// <param name="asked">How often it was asked since the endpoints were stopped.</param>
    /// <param name="awayAfter">An absence of this length stops them.</param>
    public static WatchStep Next(TimeSpan? lasts, bool isStopped, int asked, TimeSpan awayAfter) => (lasts, isStopped) switch
    {
        (null, false) => new Sleep(),
        (null, true) => new Start(),
        (_, true) => new Ask(TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(asked, 16), LongestPause.Ticks))),
        // Whoever found it away may have gone since, and nobody else have asked: an absence is called long only by an answer that did not come.
        ({ } short_, false) when short_ < awayAfter => new Ask(awayAfter - short_),
        _ => new Stop(),
    };
}
