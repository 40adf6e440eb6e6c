namespace HandoffSaga.Host.Station;

/// <summary>The start fails, and would fail again: a person has to act, and the message says how. The exit code is 2.</summary>
internal sealed class StartRefusedException(string message, Exception cause) : IOException(message, cause);
