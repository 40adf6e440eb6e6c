namespace HandoffSaga.Durability;

/// <summary>
/// What this process has seen of the store's absence: who was refused says so, who got an answer too. That decides about a circuit breaker;
/// <see cref="StoreOutageMonitor"/> acts on it, and calls the absence a long one.
/// </summary>
internal sealed class StoreOutage(DurabilityOptions options, TimeProvider clock) : IStorePresence, IDisposable
{
    // Replicas should find it back at about the same time: what one has in hand another would otherwise find missing.
    private static readonly Backoff BreakDuration = Backoff.Exponential(TimeSpan.FromSeconds(1), longest: TimeSpan.FromSeconds(5));

    private readonly FailureKind _noAnswer = new("no answer", Threshold: 1, options.StoreAwayAfter);
    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private readonly long _beganAt = clock.GetTimestamp();
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
                return _awaySince;
        }
    }

    public DateTimeOffset? BackSince
    {
        get
        {
            lock (_gate)
                return _backSince;
        }
    }

    public bool IsLong => _isLong;

    /// <summary>Whether the store may be asked, as far as this process has seen.</summary>
    public CircuitBreaker Circuit
    {
        get
        {
            lock (_gate)
                return _circuit;
        }
    }

    /// <summary>When somebody should ask the store on purpose; null while it answers.</summary>
    public TimeSpan? UntilProbe => Circuit.ProbeDue - Now;

    // A wall clock that is set must neither make an absence long nor keep it short.
    private DateTimeOffset Now => _began + clock.GetElapsedTime(_beganAt);

    /// <summary>What was last said about it.</summary>
    public string Reason
    {
        get
        {
            lock (_gate)
                return _reason;
        }
    }

    /// <summary>Somebody got no answer. True when that begins an absence.</summary>
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

    /// <summary>Somebody got an answer.</summary>
    public void Answered()
    {
        // On the way of every commit.
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

    /// <summary>Somebody asks on purpose.</summary>
    public void Probing()
    {
        lock (_gate)
            _circuit = _circuit.Probed(Now);
    }

    /// <summary>Returns when somebody is refused.</summary>
    public Task Begins(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _begins.Task.WaitAsync(cancellationToken);
    }

    /// <summary>From here on nobody waits, until <see cref="CallOver"/>.</summary>
    public Task CallLong()
    {
        lock (_gate)
        {
            _awaySince = clock.GetUtcNow();
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
            _backSince = clock.GetUtcNow();
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
            throw new StoreUnavailableException("The program stops while the store is away.");
        }
    }

    /// <summary>
    /// What ends a wait for the store: the caller, the end of the program, and, unless <paramref name="evenIfLong"/>, that the absence is
    /// called long.
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

    /// <exception cref="StoreUnavailableException">The absence is a long one.</exception>
    public void ThrowIfLong()
    {
        if (_isLong)
            throw new StoreUnavailableException($"The store has been away for too long to be waited for: {Reason}");
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
