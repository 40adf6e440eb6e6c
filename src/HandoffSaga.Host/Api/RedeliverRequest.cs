namespace HandoffSaga.Host.Api;

/// <summary>A request to deliver a leg again.</summary>
internal sealed record RedeliverRequest : LegRequest;
