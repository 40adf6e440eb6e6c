using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>Commits units of work and sends their messages only afterwards.</summary>
internal sealed partial class UnitCommitter(
    IStore store,
    ICarrier carrier,
    InFlightMessages inFlight,
    BusReadiness bus,
    SweepAlarm alarm,
    DurabilityOptions options,
    IEnumerable<ICommitObserver> observers,
    ILogger<UnitCommitter> log
)
{
    private readonly ICommitObserver[] _observers = [.. observers];

    /// <exception cref="StoreUnavailableException">The store stayed unavailable until the token ended the wait.</exception>
    public async Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken)
    {
        if (unit.IsUnchanged && unit.Consumed is null)
            return CommitOutcome.Committed;

        Hold(unit);
        var began = alarm.Now;
        var outcome = CommitOutcome.Conflict;
        try
        {
            outcome = await store.Commit(unit, cancellationToken);
        }
        finally
        {
            if (outcome == CommitOutcome.Conflict)
                LetGo(unit);
        }

        if (outcome == CommitOutcome.Conflict)
            return outcome;

        // Before any observer runs: one that moves the clock because of this commit must find the sweeper already aware of it.
        foreach (var message in unit.Messages)
            alarm.Expect(began + message.DueIn(options.Lease));
        Traces.Mark("handoff.unit", unit.Message);
        Tell(unit);
        foreach (var message in unit.Messages)
        {
            if (message.IsInFlight)
                await carrier.Carry(message);
        }

        return CommitOutcome.Committed;
    }

    /// <summary>Reserves room before the commit, because a message without room must be written as due at once.</summary>
    private void Hold(UnitOfWork unit)
    {
        var ready = bus.IsReady;
        foreach (var message in unit.Messages)
            message.IsInFlight = ready && !message.IsScheduled && inFlight.TryTrack(message.MessageId, message.Destination);
    }

    private void LetGo(UnitOfWork unit)
    {
        foreach (var message in unit.Messages)
        {
            if (message.IsInFlight)
                inFlight.Release(message.MessageId);
        }
    }

    private void Tell(UnitOfWork unit)
    {
        if (_observers.Length == 0)
            return;
        var committed = new CommittedUnit(unit.CorrelationId, unit.Saga?.State, unit.Message) { Rows = unit.Rows };
        foreach (var observer in _observers)
        {
            try
            {
                observer.Committed(committed);
            }
            catch (Exception failure)
            {
                // The unit is on disk and its messages must be sent, even if an observer fails.
                LogObserverFailed(failure, observer.GetType().Name);
            }
        }
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "The commit observer {Observer} failed.")]
    private partial void LogObserverFailed(Exception failure, string observer);
}
