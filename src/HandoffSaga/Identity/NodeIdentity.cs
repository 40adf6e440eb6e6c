namespace HandoffSaga.Identity;

/// <summary>Who this dispatcher is. Replicas of one station share it.</summary>
/// <param name="NodeId">The station's id.</param>
/// <param name="StationType">What kind of station, for people.</param>
/// <param name="Domain">Used where a signoff names none.</param>
/// <param name="SmartId">Used where a signoff names none.</param>
/// <param name="LedgerOrigin">The name of the ledger this station writes.</param>
internal sealed record NodeIdentity(string NodeId, string StationType, string Domain, string SmartId, string LedgerOrigin);

/// <summary>This run of the program. An attempt started by another run of a single-process station was cut off by that run's end.</summary>
/// <param name="Id">New at every start.</param>
/// <param name="OnlyOne">No other process shares the store.</param>
internal sealed record ProcessInstance(Guid Id, bool OnlyOne);
