namespace HandoffSaga.LedgerLog.Sequencing;

/// <summary>
/// Numbers that were passed over. A transaction that is still open holds numbers below those of later ones; one that was rolled back leaves
/// its numbers unused; and nobody can tell which. They are waited for a while, in which each look begins before them. After it they are
/// looked at by themselves, ever more rarely, so that an event whose transaction took long is found within minutes, and numbers that nobody
/// uses cost next to nothing.
/// </summary>
internal sealed class SequenceGaps
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    // Replicas that race leave many; what finds no room is found by the next look at everything.
    private const int MostLate = 1000;

    private readonly Queue<(long From, long To, DateTimeOffset Since)> _waitedFor = new();
    private readonly PriorityQueue<(long From, long To, TimeSpan Pause), DateTimeOffset> _late = new();

    /// <summary>The first number that is waited for; null when none is.</summary>
    public long? First => _waitedFor.TryPeek(out var gap) ? gap.From : null;

    /// <summary>Numbers from one to another were passed over; gaps come in rising order.</summary>
    public void Add(long from, long to, DateTimeOffset now) => _waitedFor.Enqueue((from, to, now));

    /// <summary>Waits no longer for what was waited for long enough.</summary>
    public void GiveUp(DateTimeOffset now)
    {
        while (_waitedFor.TryPeek(out var gap) && now - gap.Since > LongestWait)
            GiveUpFirst(now);
    }

    /// <summary>Waits for none any longer, as before a look at everything: what is still open then must be found after it.</summary>
    public void GiveUpAll(DateTimeOffset now)
    {
        while (_waitedFor.Count > 0)
            GiveUpFirst(now);
    }

    /// <summary>Numbers that are to be looked at by themselves now; null when none are.</summary>
    public (long From, long To)? Late(DateTimeOffset now) =>
        _late.TryPeek(out var gap, out var due) && due <= now ? (gap.From, gap.To) : null;

    /// <summary>What <see cref="Late"/> named was looked at.</summary>
    public void Looked(DateTimeOffset now)
    {
        var gap = _late.Dequeue();
        var pause = gap.Pause * 4;
        if (pause <= LongestPause)
            _late.Enqueue((gap.From, gap.To, pause), now + pause);
    }

    private void GiveUpFirst(DateTimeOffset now)
    {
        var gap = _waitedFor.Dequeue();
        if (_late.Count < MostLate)
            _late.Enqueue((gap.From, gap.To, FirstPause), now + FirstPause);
    }
}
