namespace HandoffSaga.Rejections;

/// <summary>A signoff that is refused.</summary>
/// <param name="Id">Its row's key, and the id of the ledger entry that tells of it.</param>
/// <param name="Reason">The name of the check that failed.</param>
/// <param name="Source">The entrance.</param>
/// <param name="PackageId">Whose it claims to be, when that could be read.</param>
/// <param name="Detail">One line for people.</param>
/// <param name="Received">The bytes as they came.</param>
/// <param name="At">When.</param>
internal sealed record Rejection(
    Guid Id,
    string Reason,
    string Source,
    string? PackageId,
    string Detail,
    ReadOnlyMemory<byte> Received,
    DateTimeOffset At
)
{
    /// <summary>What is to be told of its minute, this one included; null when it is told by itself.</summary>
    public RejectionSummary? Sum { get; init; }

    /// <summary>It is entered and alerted by itself.</summary>
    public bool IsTold => Sum is null;
}
