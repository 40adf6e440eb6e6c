namespace HandoffSaga.Durability;

/// <summary>
/// Whether what is in memory is worth trying where others write too. While one process takes a saga from its beginning to its end, memory
/// is right and saves a read each time. Where several share the work it is often too old, and then a commit is lost each time, with
/// everything that was decided on it.
/// </summary>
internal sealed class CacheStalenessEstimator
{
    /// <summary>A lost commit and what it repeats cost about as much as ten reads.</summary>
    private const double MostStale = 0.1;

    // So many recalls say how it is now; those before them count ever less.
    private const double Memory = 64;

    // Without trust it is tried so seldom whether it is right again.
    private const int TrialEvery = 32;

    private readonly Lock _gate = new();
    private double _stale;
    private int _distrusted;

    public bool IsWorthTrying()
    {
        lock (_gate)
            return _stale <= MostStale || ++_distrusted % TrialEvery == 0;
    }

    /// <summary>What became of a state from memory.</summary>
    public void Learn(bool wasStale)
    {
        lock (_gate)
            _stale += ((wasStale ? 1 : 0) - _stale) / Memory;
    }
}
