namespace HandoffSaga.Ledger;

/// <summary>What a verification found.</summary>
/// <param name="Checkpoint">The checkpoint everything was measured by; null when there is none, or a bad one.</param>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Checkpoints">How many published checkpoints were compared.</param>
/// <param name="Trails">How many audit trails the entries form.</param>
/// <param name="Findings">What is wrong, the first <see cref="LogVerifier.MostFindings"/>.</param>
public sealed record LedgerReport(
    SignedCheckpoint? Checkpoint,
    long Entries,
    int Checkpoints,
    int Trails,
    IReadOnlyList<LedgerFinding> Findings
)
{
    /// <summary>
    /// Where the log went on after its database was restored from an older copy. Nothing is wrong with that, and everybody should know.
    /// </summary>
    public IReadOnlyList<Resumption> Resumptions { get; init; } = [];

    /// <summary>Whether nothing is wrong. An absent log is not clean.</summary>
    public bool IsClean => Checkpoint is not null && Findings.Count == 0;
}
