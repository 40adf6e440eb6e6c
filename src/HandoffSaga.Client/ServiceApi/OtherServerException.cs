namespace HandoffSaga.Client.ServiceApi;

/// <summary>Something else than a handoff service answered; the message says what.</summary>
internal sealed class OtherServerException(string message) : Exception(message);
