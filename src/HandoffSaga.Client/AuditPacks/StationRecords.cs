using HandoffSaga.Ledger;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>What one station has of a pack's subject.</summary>
/// <param name="Key">Its log's verifier key.</param>
/// <param name="Checkpoint">The head everything is proved under.</param>
/// <param name="Transfers">Its transfers, by package id.</param>
/// <param name="Heads">The earlier heads that packages carry and hubs have seen, by size, each proved to be the beginning of that
/// one.</param>
internal sealed record StationRecords(
    NoteVerifierKey Key,
    SignedCheckpoint Checkpoint,
    IReadOnlyList<TransferRecords> Transfers,
    IReadOnlyList<ProvedHead> Heads
)
{
    public string Origin => Key.Name;
}

/// <summary>What is recorded of one transfer: documents in exactly the bytes the station has of them.</summary>
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
