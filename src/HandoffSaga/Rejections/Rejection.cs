namespace HandoffSaga.Rejections;

/// <summary>A rejected signoff.</summary>
/// <param name="Id">The key of its row, and the id of its ledger entry.</param>
/// <param name="Reason">The name of the check that failed.</param>
/// <param name="Source">The entrance.</param>
/// <param name="PackageId">The claimed package id, if it could be read.</param>
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
    /// <summary>The summary of its minute, this rejection included; null when it is reported individually.</summary>
    public RejectionSummary? Summary { get; init; }

    /// <summary>It gets its own ledger entry and alert.</summary>
    public bool IsReportedAlone => Summary is null;
}
