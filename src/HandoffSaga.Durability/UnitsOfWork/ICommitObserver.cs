namespace HandoffSaga.Durability;

/// <summary>
/// Observes each unit of work after its commit is on disk and before its messages are sent. Register any number as services.
/// </summary>
public interface ICommitObserver
{
    /// <summary>Called on the path of the event itself: be quick. An exception is logged and changes nothing.</summary>
    void Committed(CommittedUnit unit);
}
