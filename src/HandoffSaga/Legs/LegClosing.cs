namespace HandoffSaga.Legs;

/// <summary>How a leg was closed: a person's decision that it will not be confirmed here.</summary>
/// <param name="At">When.</param>
/// <param name="By">The person.</param>
/// <param name="Reason">Why, in that person's words.</param>
internal sealed record LegClosing(DateTimeOffset At, string By, string Reason);
