namespace HandoffSaga.SmartContracts;

/// <summary>
/// A routing trigger as it was written, in the signed test data or at the bottom of a SmartContract. Null is a missing member.
/// </summary>
/// <param name="Type"><c>next_node</c>, <c>workflow_complete</c>, or any other text given there.</param>
internal sealed record RoutingTrigger(string? Type, string? NextStation, string? NextContract, bool? VaultTransfer, bool? IsFinalContract);
