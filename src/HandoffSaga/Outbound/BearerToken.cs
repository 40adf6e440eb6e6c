namespace HandoffSaga.Outbound;

/// <summary>A token, or why there is none.</summary>
internal sealed record BearerToken(string? Value, string? Error);
