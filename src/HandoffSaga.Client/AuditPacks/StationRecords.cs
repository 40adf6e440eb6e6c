using HandoffSaga.Ledger;

namespace HandoffSaga.Client.AuditPacks;

/// <summary>Everything one station has about a pack's subject.</summary>
/// <param name="Key">Its log's verifier key.</param>
/// <param name="Checkpoint">The checkpoint that everything is proved under.</param>
/// <param name="Transfers">Its transfers, by package id.</param>
/// <param name="Earlier">
/// The earlier checkpoints that packages carry and hubs have seen, by size, each proved to be a prefix of that one.
/// </param>
internal sealed record StationRecords(
    NoteVerifierKey Key,
    SignedCheckpoint Checkpoint,
    IReadOnlyList<TransferRecords> Transfers,
    IReadOnlyList<ProvedCheckpoint> Earlier
)
{
    public string Origin => Key.Name;
}

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
