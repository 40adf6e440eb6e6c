namespace HandoffSaga.Durability;

/// <summary>
/// The connection broke while a unit was being committed, so that nobody knows whether it was. The store finds out before it commits
/// anything else, and a unit that comes again finds here what became of it.
/// </summary>
internal sealed class CommitDoubt(long batch)
{
    /// <summary>The number of the batch it went with.</summary>
    public long Batch => batch;

    /// <summary>Null while nobody knows.</summary>
    public bool? WasCommitted { get; set; }
}
