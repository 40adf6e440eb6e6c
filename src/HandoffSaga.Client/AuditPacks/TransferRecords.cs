using HandoffSaga.Ledger;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>The records of one transfer: documents in exactly the station's bytes.</summary>
internal sealed record TransferRecords(
    string PackageId,
    byte[] Transfer,
    byte[] Signoff,
    byte[] Attempts,
    IReadOnlyList<(string Leg, byte[] Body)> Packages,
    ProofBundle Proof
)
{
    /// <summary>The entries in the order of the log.</summary>
    public IReadOnlyList<LedgerEntry> Entries { get; } = [.. Proof.Entries.Select(entry => LedgerEntry.Parse(entry.Utf8.Span))];
}
