namespace HandoffSaga.LedgerLog.Recovery;

/// <summary>The result of resuming.</summary>
/// <param name="Held">How many entries the database held.</param>
/// <param name="Signed">How many signed entries it has now; the same as before when there was nothing to do.</param>
internal sealed record Resumed(long Held, long Signed);
