namespace HandoffSaga.Durability;

/// <summary>How far one process has written. Table <c>store_writers</c>.</summary>
public sealed class StoreWriterRow
{
    /// <summary>The process, made up at its start.</summary>
    public Guid WriterId { get; set; }

    /// <summary>The number of its last committed batch.</summary>
    public long Batch { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset WrittenAt { get; set; }
}
