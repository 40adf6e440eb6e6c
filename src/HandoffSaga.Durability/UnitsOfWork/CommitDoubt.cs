namespace HandoffSaga.Durability;

/// <summary>
/// The unknown outcome of a unit whose connection broke during its commit. The store finds out before it commits anything else, and a unit
/// that runs again finds its outcome here.
/// </summary>
internal sealed class CommitDoubt(long batch)
{
    /// <summary>The number of its batch.</summary>
    public long Batch => batch;

    /// <summary>Null while unknown.</summary>
    public bool? WasCommitted { get; set; }
}
