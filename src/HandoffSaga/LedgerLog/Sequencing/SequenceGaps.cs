namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>
/// Gaps in the entry sequence. A gap is either a transaction that is still open or one that was rolled back, and the two look the same. At
/// first each poll starts before the gap. Later it is polled on its own, less and less often, so that an entry of a slow transaction is
/// found within minutes, and unused numbers cost next to nothing.
/// </summary>
internal sealed class SequenceGaps
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    // Racing replicas leave many; gaps beyond this limit are found by the next full scan.
    private const int MostAgedGaps = 1000;

    private readonly Queue<(long From, long To, DateTimeOffset Since)> _waitedFor = new();
    private readonly PriorityQueue<(long From, long To, TimeSpan Pause), DateTimeOffset> _aged = new();

    /// <summary>The first number of the gaps in the initial wait; null when there are none.</summary>
    public long? First => _waitedFor.TryPeek(out var gap) ? gap.From : null;

    /// <summary>Adds a gap; gaps come in rising order.</summary>
    public void Add(long from, long to, DateTimeOffset now) => _waitedFor.Enqueue((from, to, now));

    /// <summary>Ends the initial wait of gaps that are old enough.</summary>
    public void GiveUp(DateTimeOffset now)
    {
        while (_waitedFor.TryPeek(out var gap) && now - gap.Since > LongestWait)
            GiveUpFirst(now);
    }

    /// <summary>Ends the initial wait of all gaps, before a full scan: transactions still open then must be found after it.</summary>
    public void GiveUpAll(DateTimeOffset now)
    {
        while (_waitedFor.Count > 0)
            GiveUpFirst(now);
    }

    /// <summary>A gap that is due to be polled on its own; null when none is.</summary>
    public (long From, long To)? DueGap(DateTimeOffset now) =>
        _aged.TryPeek(out var gap, out var due) && due <= now ? (gap.From, gap.To) : null;

    /// <summary>Reports that the gap from <see cref="DueGap"/> was polled.</summary>
    public void Polled(DateTimeOffset now)
    {
        var gap = _aged.Dequeue();
        var pause = gap.Pause * 4;
        if (pause <= LongestPause)
            _aged.Enqueue((gap.From, gap.To, pause), now + pause);
    }

    private void GiveUpFirst(DateTimeOffset now)
    {
        var gap = _waitedFor.Dequeue();
        if (_aged.Count < MostAgedGaps)
            _aged.Enqueue((gap.From, gap.To, FirstPause), now + FirstPause);
    }
}
