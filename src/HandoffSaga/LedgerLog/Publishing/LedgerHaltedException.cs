namespace HandoffSaga.LedgerLog.Publishing;

/// <summary>The log is halted until a person intervenes, because continuing could fork it. Transfers continue.</summary>
internal sealed class LedgerHaltedException(string message) : Exception(message);
