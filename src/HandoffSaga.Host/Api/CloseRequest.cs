namespace HandoffSaga.Host.Api;

/// <summary>A request to close a leg that can never be confirmed here.</summary>
internal sealed record CloseRequest : LegRequest;
