namespace HandoffSaga.Ledger;

/// <summary>The result of a verification.</summary>
/// <param name="Checkpoint">The checkpoint that everything was verified against; null when it is missing or invalid.</param>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Checkpoints">How many published checkpoints were compared.</param>
/// <param name="Trails">How many audit trails the entries form.</param>
/// <param name="Findings">The defects, at most <see cref="LogVerifier.MostFindings"/>.</param>
public sealed record LedgerReport(
    SignedCheckpoint? Checkpoint,
    long Entries,
    int Checkpoints,
    int Trails,
    IReadOnlyList<LedgerFinding> Findings
)
{
    /// <summary>
    /// Where the log continued after its database was restored from an older copy. This is not a defect, but it is always reported.
    /// </summary>
    public IReadOnlyList<Resumption> Resumptions { get; init; } = [];

    /// <summary>Whether there are no findings. A missing log is not clean.</summary>
    public bool IsClean => Checkpoint is not null && Findings.Count == 0;
}
