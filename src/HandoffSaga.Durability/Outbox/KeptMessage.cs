namespace HandoffSaga.Durability;

internal sealed record KeptMessage(Guid Token, TimeSpan ResendAfter);
