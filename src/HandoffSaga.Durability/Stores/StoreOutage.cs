namespace HandoffSaga.Durability;

/// <summary>
/// What this process has seen of the store's absence: who was refused says so, who got an answer too. That decides about a circuit breaker; <see cref="StoreOutageMonitor"/> acts on
/// it, and calls the absence a long one.
/// </summary>
internal sealed class StoreOutage(DurabilityOptions options, TimeProvider clock) : IStorePresence, IDisposable
{
    // Replicas should find it back at about the same time: what one has in hand another would otherwise find missing.
    private static readonly Backoff BreakDuration = Backoff.Exponential(TimeSpan.FromSeconds(1), longest: TimeSpan.FromSeconds(5));

    private readonly FailureKind noAnswer = new("no answer", Threshold: 1, options.StoreAwayAfter);
    private readonly DateTimeOffset began = clock.GetUtcNow();
    private readonly long beganAt = clock.GetTimestamp();
    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private CancellationTokenSource calledLong = new();
    private TaskCompletionSource begins = New();
    private TaskCompletionSource back = New();
    private volatile bool isAway;
    private volatile bool isLong;
    private CircuitBreaker circuit = new() { BreakDuration = BreakDuration };
    private string reason = "";
    private DateTimeOffset? awaySince;
    private DateTimeOffset? backSince;

    public DateTimeOffset? AwaySince
    {
        get
        {
            lock (gate)
                return awaySince;
        }
    }

    public DateTimeOffset? BackSince
    {
        get
        {
            lock (gate)
                return backSince;
        }
    }

    public bool IsLong => isLong;

    /// <summary>Whether the store may be asked, as far as this process has seen.</summary>
    public CircuitBreaker Circuit
    {
        get
        {
            lock (gate)
                return circuit;
        }
    }

    /// <summary>When somebody should ask the store on purpose; null while it answers.</summary>
    public TimeSpan? UntilProbe => Circuit.ProbeDue - Now;

    // A wall clock that is set must neither make an absence long nor keep it short.
    private DateTimeOffset Now => began + clock.GetElapsedTime(beganAt);

    /// <summary>What was last said about it.</summary>
    public string Reason
    {
        get
        {
            lock (gate)
                return reason;
        }
    }

    /// <summary>Somebody got no answer. True when that begins an absence.</summary>
    public bool Unanswered(string why)
    {
        lock (gate)
        {
            reason = why;
            circuit = circuit.Failed(noAnswer, Now);
            if (isAway)
                return false;
            isAway = true;
            begins.TrySetResult();
            return true;
        }
    }

    /// <summary>Somebody got an answer.</summary>
    public void Answered()
    {
        // On the way of every commit.
        if (!isAway)
            return;
        lock (gate)
        {
            if (!isAway)
                return;
            circuit = circuit.Succeeded();
            isAway = false;
            begins = New();
        }
    }

    /// <summary>Somebody asks on purpose.</summary>
    public void Probing()
    {
        lock (gate)
            circuit = circuit.Probed(Now);
    }

    /// <summary>Returns when somebody is refused.</summary>
    public Task Begins(CancellationToken cancellationToken)
    {
        lock (gate)
            return begins.Task.WaitAsync(cancellationToken);
    }

    /// <summary>From here on nobody waits, until <see cref="CallOver"/>.</summary>
    public Task CallLong()
    {
        lock (gate)
        {
            awaySince = clock.GetUtcNow();
            back = New();
            isLong = true;
        }

        return calledLong.CancelAsync();
    }

    public void CallOver()
    {
        lock (gate)
        {
            awaySince = null;
            backSince = clock.GetUtcNow();
            calledLong = new();
            isLong = false;
            back.TrySetResult();
        }
    }

    public async Task Back(CancellationToken cancellationToken)
    {
        Task over;
        lock (gate)
            over = isLong ? back.Task : Task.CompletedTask;
        using var ended = WaitEnd(cancellationToken, evenIfLong: true);
        try
        {
            await over.WaitAsync(ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            throw new StoreUnavailableException("The program stops while the store is away.");
        }
    }

    /// <summary>What ends a wait for the store: the caller, the end of the program, and, unless <paramref name="evenIfLong"/>, that the absence is called long.</summary>
    public CancellationTokenSource WaitEnd(CancellationToken cancellationToken, bool evenIfLong = false)
    {
        lock (gate)
        {
            return evenIfLong
                ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token)
                : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token, calledLong.Token);
        }
    }

    /// <exception cref="StoreUnavailableException">The absence is a long one.</exception>
    public void ThrowIfLong()
    {
        if (isLong)
            throw new StoreUnavailableException($"The store has been away for too long to be waited for: {Reason}");
    }

    /// <summary>Ends all waits, present and later: the program is stopping and the store did not come back in time.</summary>
    public Task Close() => closing.CancelAsync();

    public void Dispose()
    {
        closing.Dispose();
        calledLong.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
