namespace HandoffSaga.Durability;

/// <summary>
/// What this process knows of a store outage: callers report each failure and each answer. These drive a circuit breaker;
/// <see cref="StoreOutageMonitor"/> acts on it and declares the outage a long one.
/// </summary>
internal sealed class StoreOutage(DurabilityOptions options, TimeProvider clock) : IStoreAvailability, IDisposable
{
    // Replicas should see the store return at about the same time: otherwise one would miss what another has in hand.
    private static readonly Backoff BreakDuration = Backoff.Exponential(TimeSpan.FromSeconds(1), longest: TimeSpan.FromSeconds(5));

    // Waiting is no use: it counts as long at once.
    private static readonly FailureKind Damage = new("damage", Threshold: 1, TimeSpan.Zero);

    private readonly FailureKind _noAnswer = new("no answer", Threshold: 1, options.StoreAwayAfter);
    private readonly SteadyClock _steady = new(clock);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private CancellationTokenSource _declaredLong = new();
    private TaskCompletionSource _begins = New();
    private TaskCompletionSource _ends = New();
    private TaskCompletionSource _back = New();
    private volatile bool _isUnavailable;
    private volatile bool _isLong;
    private CircuitBreaker _circuit = new() { BreakDuration = BreakDuration };
    private string _reason = "";
    private long _proof;
    private long _lastWrite;
    private bool _wrote;
    private int _putOff;
    private DateTimeOffset? _outageSince;
    private DateTimeOffset? _restoredAt;

    // Where nothing has to be started again, the outage is over with the answer.
    public DateTimeOffset? OutageSince => EndsWaits || _isUnavailable ? DeclaredLongAt : null;

    /// <summary>When <see cref="DeclareLong"/> was called, until <see cref="DeclareOver"/> is.</summary>
    public DateTimeOffset? DeclaredLongAt
    {
        get
        {
            lock (_gate)
                return _outageSince + _steady.Change;
        }
    }

    public DateTimeOffset? RestoredAt
    {
        get
        {
            lock (_gate)
                return _restoredAt + _steady.Change;
        }
    }

    /// <summary>Whether callers no longer wait.</summary>
    public bool IsLong => _isLong && EndsWaits;

    public bool EndsWaits { get; init; } = true;

    /// <summary>Whether a call got no answer since the last one that proved the store to work.</summary>
    public bool IsUnavailable => _isUnavailable;

    /// <summary>What a call must prove to end the outage: see <see cref="StoreProof"/>.</summary>
    public long Proof
    {
        get
        {
            lock (_gate)
                return _proof;
        }
    }

    /// <summary>Whether waiting cannot mend the store.</summary>
    public bool IsDamaged => Proof == StoreProof.None;

    /// <summary>Whether the store may be called, as far as this process has seen.</summary>
    public CircuitBreaker Circuit
    {
        get
        {
            lock (_gate)
                return _circuit;
        }
    }

    /// <summary>When to probe the store on purpose; null while it answers.</summary>
    public TimeSpan? UntilProbe => Circuit.ProbeDue - Now;

    // Setting the wall clock must neither lengthen nor shorten an outage.
    private DateTimeOffset Now => _steady.Now;

    /// <summary>The last reported failure.</summary>
    public string Reason
    {
        get
        {
            lock (_gate)
                return _reason;
        }
    }

    /// <summary>Reports that a call got no answer. True when that starts an outage.</summary>
    /// <param name="why">The reason, for people.</param>
    /// <param name="proof">What its answer would have proved (<see cref="StoreProof"/>).</param>
    public bool Unanswered(string why, long proof = StoreProof.Read)
    {
        lock (_gate)
        {
            // A lesser call may fail for a reason that follows from the first.
            if (proof >= _proof)
                _reason = why;
            _proof = Math.Max(_proof, proof);
            _circuit = _circuit.Failed(proof == StoreProof.None ? Damage : _noAnswer, Now);
            if (proof == StoreProof.None)
                NotYetRestored();
            if (_isUnavailable)
                return false;
            _isUnavailable = true;
            _ends = New();
            _begins.TrySetResult();
            return true;
        }
    }

    /// <summary>
    /// Reports that a call got an answer. It ends an outage only if it proves at least as much as the calls that failed. True when it does.
    /// </summary>
    public bool Answered(long proof = StoreProof.Read)
    {
        // On the hot path of every commit.
        if (!_isUnavailable)
            return false;
        lock (_gate)
        {
            if (!_isUnavailable || proof < _proof)
                return false;
            _circuit = _circuit.Succeeded();
            _proof = StoreProof.Read;
            _isUnavailable = false;
            _begins = New();
            _ends.TrySetResult();
            return true;
        }
    }

    /// <summary>Reports that a write was committed.</summary>
    public void Wrote()
    {
        Volatile.Write(ref _lastWrite, clock.GetTimestamp());
        Volatile.Write(ref _wrote, true);
    }

    /// <summary>Whether the store works and a write was committed so short a time ago.</summary>
    public bool WroteWithin(TimeSpan span) =>
        !_isUnavailable && Volatile.Read(ref _wrote) && clock.GetElapsedTime(Volatile.Read(ref _lastWrite)) < span;

    /// <summary>Counts a call that waits or is refused because of the outage.</summary>
    public void PutOff() => Interlocked.Increment(ref _putOff);

    /// <summary>How many were counted since this was last asked.</summary>
    public int TakePutOff() => Interlocked.Exchange(ref _putOff, 0);

    /// <summary>A probe starts.</summary>
    public void Probing()
    {
        lock (_gate)
            _circuit = _circuit.Probed(Now);
    }

    /// <summary>Returns when a call fails.</summary>
    public Task Begins(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _begins.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits, and returns true as soon as the outage ends meanwhile.</summary>
    public async Task<bool> EndsWithin(TimeSpan wait, CancellationToken cancellationToken)
    {
        Task ends;
        lock (_gate)
            ends = _isUnavailable ? _ends.Task : Task.CompletedTask;
        try
        {
            await ends.WaitAsync(wait, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The outage is a long one, until <see cref="DeclareOver"/>; where it ends waits, no caller waits from here on.</summary>
    public Task DeclareLong()
    {
        lock (_gate)
        {
            _outageSince = Now;
            NotYetRestored();
            _isLong = true;
        }

        return EndsWaits ? _declaredLong.CancelAsync() : Task.CompletedTask;
    }

    public void DeclareOver()
    {
        lock (_gate)
        {
            _outageSince = null;
            _restoredAt = Now;
            if (EndsWaits)
                _declaredLong = new();
            _isLong = false;
            _back.TrySetResult();
        }
    }

    public async Task Back(CancellationToken cancellationToken)
    {
        Task over;
        lock (_gate)
            over = _isLong || _proof == StoreProof.None ? _back.Task : Task.CompletedTask;
        using var ended = WaitEnd(cancellationToken, evenIfLong: true);
        try
        {
            ended.Token.ThrowIfCancellationRequested();
            await over.WaitAsync(ended.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            throw new StoreUnavailableException("The program is stopping while the store is unavailable.");
        }
    }

    /// <summary>
    /// The token that ends a wait for the store: on the caller's cancellation, on shutdown, and, unless <paramref name="evenIfLong"/>, when
    /// the outage is declared long.
    /// </summary>
    public CancellationTokenSource WaitEnd(CancellationToken cancellationToken, bool evenIfLong = false)
    {
        lock (_gate)
        {
            return evenIfLong
                ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token)
                : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token, _declaredLong.Token);
        }
    }

    /// <exception cref="StoreUnavailableException">The outage is a long one.</exception>
    public void ThrowIfLong()
    {
        if (!IsLong)
            return;
        PutOff();
        throw new StoreUnavailableException($"The store has been unavailable for too long to wait for it: {Reason}");
    }

    /// <summary>Ends all waits, present and later: the program is stopping and the store did not come back in time.</summary>
    public Task Close() => _closing.CancelAsync();

    public void Dispose()
    {
        _closing.Dispose();
        _declaredLong.Dispose();
    }

    // Those who wait already must not be left behind.
    private void NotYetRestored()
    {
        if (_back.Task.IsCompleted)
            _back = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
