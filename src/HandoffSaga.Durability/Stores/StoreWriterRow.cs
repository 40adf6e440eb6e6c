namespace HandoffSaga.Durability;

/// <summary>The last batch each process committed. Table <c>store_writers</c>.</summary>
public sealed class StoreWriterRow
{
    /// <summary>The process's id, generated at its start.</summary>
    public Guid WriterId { get; set; }

    /// <summary>The number of its last committed batch.</summary>
    public long Batch { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset WrittenAt { get; set; }
}
