namespace HandoffSaga.Transfers;

/// <summary>The verbs of both legs.</summary>
internal sealed record Legs(LegActivities Vault, LegActivities NextNode);

/// <summary>How often a missing next SmartContract is looked for. Default 1 min.</summary>
internal sealed record ContractRecheckInterval(TimeSpan Interval);
