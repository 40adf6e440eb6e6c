namespace HandoffSaga.Status;

/// <summary>The result of one check.</summary>
/// <param name="Name">
/// <c>store</c>, <c>bus</c>, <c>ledger</c>, <c>witness (…)</c> where there is one, and for each way the ledger is forwarded <c>smart-ledger
/// (…)</c>; <c>disk</c>, <c>expiry</c> and <c>backup</c> only when there is something to warn about.
/// </param>
/// <param name="Ok">It works.</param>
/// <param name="Detail">The problem or other information; null for none.</param>
internal sealed record ReadinessCheck(string Name, bool Ok, string? Detail);
