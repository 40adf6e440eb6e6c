namespace HandoffSaga.Transfers;

/// <summary>The interval at which a missing next SmartContract is looked for. Default 1 min.</summary>
internal sealed record ContractRecheckInterval(TimeSpan Interval);
