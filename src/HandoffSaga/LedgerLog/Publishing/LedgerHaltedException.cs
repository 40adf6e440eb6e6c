namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>The log cannot go on without a person: going on could fork it. Handing off goes on.</summary>
internal sealed class LedgerHaltedException(string message) : Exception(message);
