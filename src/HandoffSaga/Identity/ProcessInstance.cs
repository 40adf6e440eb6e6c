namespace HandoffSaga.Identity;

/// <summary>
/// This run of the program. On a single-process station, an attempt started by another run was interrupted when that run ended.
/// </summary>
/// <param name="Id">New at every start.</param>
/// <param name="OnlyOne">No other process shares the store.</param>
internal sealed record ProcessInstance(Guid Id, bool OnlyOne);
