namespace HandoffSaga.Durability;

/// <summary>
/// What this process knows of a store outage: callers report each failure and each answer. These drive a circuit breaker;
/// <see cref="StoreOutageMonitor"/> acts on it and declares the outage a long one.
/// </summary>
internal sealed class StoreOutage(DurabilityOptions options, TimeProvider clock) : IStorePresence, IDisposable
{
    // Replicas should see the store return at about the same time: otherwise one would miss what another has in hand.
    private static readonly Backoff BreakDuration = Backoff.Exponential(TimeSpan.FromSeconds(1), longest: TimeSpan.FromSeconds(5));

    private readonly FailureKind _noAnswer = new("no answer", Threshold: 1, options.StoreAwayAfter);
    private readonly SteadyClock _steady = new(clock);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private CancellationTokenSource _calledLong = new();
    private TaskCompletionSource _begins = New();
    private TaskCompletionSource _back = New();
    private volatile bool _isAway;
    private volatile bool _isLong;
    private CircuitBreaker _circuit = new() { BreakDuration = BreakDuration };
    private string _reason = "";
    private DateTimeOffset? _awaySince;
    private DateTimeOffset? _backSince;

    public DateTimeOffset? AwaySince
    {
        get
        {
            lock (_gate)
                return _awaySince + _steady.Change;
        }
    }

    public DateTimeOffset? BackSince
    {
        get
        {
            lock (_gate)
                return _backSince + _steady.Change;
        }
    }

    public bool IsLong => _isLong;

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
    public bool Unanswered(string why)
    {
        lock (_gate)
        {
            _reason = why;
            _circuit = _circuit.Failed(_noAnswer, Now);
            if (_isAway)
                return false;
            _isAway = true;
            _begins.TrySetResult();
            return true;
        }
    }

    /// <summary>Reports that a call got an answer.</summary>
    public void Answered()
    {
        // On the hot path of every commit.
        if (!_isAway)
            return;
        lock (_gate)
        {
            if (!_isAway)
                return;
            _circuit = _circuit.Succeeded();
            _isAway = false;
            _begins = New();
        }
    }

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

    /// <summary>From here until <see cref="CallOver"/> no caller waits.</summary>
    public Task CallLong()
    {
        lock (_gate)
        {
            _awaySince = Now;
            _back = New();
            _isLong = true;
        }

        return _calledLong.CancelAsync();
    }

    public void CallOver()
    {
        lock (_gate)
        {
            _awaySince = null;
            _backSince = Now;
            _calledLong = new();
            _isLong = false;
            _back.TrySetResult();
        }
    }

    public async Task Back(CancellationToken cancellationToken)
    {
        Task over;
        lock (_gate)
            over = _isLong ? _back.Task : Task.CompletedTask;
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
                : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token, _calledLong.Token);
        }
    }

    /// <exception cref="StoreUnavailableException">The outage is a long one.</exception>
    public void ThrowIfLong()
    {
        if (_isLong)
            throw new StoreUnavailableException($"The store has been unavailable for too long to wait for it: {Reason}");
    }

    /// <summary>Ends all waits, present and later: the program is stopping and the store did not come back in time.</summary>
    public Task Close() => _closing.CancelAsync();

    public void Dispose()
    {
        _closing.Dispose();
        _calledLong.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
