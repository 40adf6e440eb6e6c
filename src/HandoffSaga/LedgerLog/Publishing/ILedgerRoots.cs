namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>The ledger's own heads.</summary>
internal interface ILedgerRoots
{
    /// <summary>The root of the ledger when it had so many entries; null when it never had.</summary>
    Task<byte[]?> RootAt(long size, CancellationToken cancellationToken);
}
