namespace HandoffSaga.Durability.Postgres;

/// <summary>A unit of work queued for the server, and its caller's wait for the outcome.</summary>
internal sealed class QueuedUnit(UnitOfWork unit)
{
    private readonly TaskCompletionSource<CommitOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UnitOfWork Unit => unit;

    public Task<CommitOutcome> Outcome => _outcome.Task;

    public void Settle(Verdict verdict)
    {
        if (verdict.Failure is { } failure)
            _outcome.TrySetException(failure);
        else
            _outcome.TrySetResult(verdict.Outcome);
    }
}

/// <summary>How a group's transaction ended.</summary>
/// <param name="Outcome">The outcome for its callers when there is no failure.</param>
/// <param name="Failure">The exception for its callers otherwise.</param>
/// <param name="ConcernsAll">Whether it applies to every unit in the group.</param>
internal sealed record Verdict(CommitOutcome Outcome, Exception? Failure, bool ConcernsAll)
{
    public static readonly Verdict Committed = new(CommitOutcome.Committed, null, ConcernsAll: true);
    public static readonly Verdict Conflict = new(CommitOutcome.Conflict, null, ConcernsAll: false);

    public static Verdict Failed(Exception failure, bool concernsAll) => new(CommitOutcome.Conflict, failure, concernsAll);
}
