namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>The roots of this ledger.</summary>
internal interface ILedgerRoots
{
    /// <summary>The root of the ledger at that size; null when it never had that size.</summary>
    Task<byte[]?> RootAt(long size, CancellationToken cancellationToken);
}
