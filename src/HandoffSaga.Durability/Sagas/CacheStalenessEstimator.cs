namespace HandoffSaga.Durability;

/// <summary>
/// Decides whether the cached saga is likely current when other processes write too. While one process handles a saga from beginning to
/// end, the cache is current and saves a read each time. When several processes share the work it is often stale, and then each time a
/// commit fails, with everything that was decided on it.
/// </summary>
internal sealed class CacheStalenessEstimator
{
    /// <summary>A failed commit and its repetition cost about as much as ten reads.</summary>
    private const double MostStale = 0.1;

    // The window of the moving average: older cache hits count less and less.
    private const double Memory = 64;

    // While the cache is distrusted, every so many loads try it once to find out whether it is current again.
    private const int TrialEvery = 32;

    private readonly Lock _gate = new();
    private double _stale;
    private int _distrusted;

    public bool IsWorthTrying()
    {
        lock (_gate)
            return _stale <= MostStale || ++_distrusted % TrialEvery == 0;
    }

    /// <summary>Records whether a cached state was current.</summary>
    public void Learn(bool wasStale)
    {
        lock (_gate)
            _stale += ((wasStale ? 1 : 0) - _stale) / Memory;
    }
}
