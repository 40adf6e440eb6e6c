namespace HandoffSaga.Durability;

/// <summary>
/// A circuit breaker as an immutable state: each event returns the next state. It reads no clock, starts no timer and takes no lock, so it
/// can be kept in memory or in a row. Consecutive failures of one kind open it; after a break one probe may go through (half-open); any
/// success closes it.
/// </summary>
public sealed record CircuitBreaker
{
    /// <summary>How long the circuit stays open before the next probe, by the number of failed probes.</summary>
    public required Backoff BreakDuration { get; init; }

    /// <summary>What is let through.</summary>
    public CircuitState State { get; init; }

    /// <summary>The kind of the failures since the last success; null when there was none.</summary>
    public FailureKind? Kind { get; init; }

    /// <summary>How many of that kind came in a row before the circuit opened.</summary>
    public int Failures { get; init; }

    /// <summary>When the first of them came.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Probes that failed since the circuit opened.</summary>
    public int FailedProbes { get; init; }

    /// <summary>
    /// When to probe on purpose: in an open circuit, to find out whether it may close; in a closed one whose failures have not lasted long
    /// enough yet, because there may be no other traffic until then. Null when no probe is needed.
    /// </summary>
    public DateTimeOffset? ProbeDue { get; init; }

    /// <summary>Something failed.</summary>
    public CircuitBreaker Failed(FailureKind kind, DateTimeOffset at) =>
        State switch
        {
            CircuitState.Closed => Counted(kind, at),
            CircuitState.HalfOpen => Opened(at, FailedProbes + 1),
            // It began before the circuit opened. It says nothing new, and must not prolong the break.
            _ => this,
        };

    /// <summary>Any attempt succeeded.</summary>
    public CircuitBreaker Succeeded() => Kind is null ? this : new CircuitBreaker { BreakDuration = BreakDuration };

    /// <summary>A probe begins, if one is due; <see cref="Failed"/> or <see cref="Succeeded"/> ends it.</summary>
    public CircuitBreaker Probed(DateTimeOffset at) =>
        State == CircuitState.Open && at >= ProbeDue ? this with { State = CircuitState.HalfOpen } : this;

    private CircuitBreaker Counted(FailureKind kind, DateTimeOffset at)
    {
        var goesOn = kind == Kind;
        var counted = this with { Kind = kind, Failures = goesOn ? Failures + 1 : 1, FailingSince = goesOn ? FailingSince : at };
        return counted.Failures >= kind.Threshold && at - counted.FailingSince >= kind.Duration
            ? counted.Opened(at, failedProbes: 0)
            : counted with
            {
                ProbeDue = kind.Duration > TimeSpan.Zero ? counted.FailingSince + kind.Duration : null,
            };
    }

    private CircuitBreaker Opened(DateTimeOffset at, int failedProbes) =>
        this with
        {
            State = CircuitState.Open,
            FailedProbes = failedProbes,
            ProbeDue = at + BreakDuration.After(failedProbes + 1),
        };
}
