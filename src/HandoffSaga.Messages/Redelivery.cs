namespace HandoffSaga.Messages;

/// <summary>The vault leg's next attempt is due. The saga schedules this message to itself.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
public sealed record RedeliverVaultTransfer(Guid TransferKey);

/// <summary>The next-node leg's next attempt is due. The saga schedules this message to itself.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
public sealed record RedeliverNextNodeTransfer(Guid TransferKey);

/// <summary>It is time to check again for a missing next SmartContract. The saga schedules this message to itself.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
public sealed record RecheckNextContract(Guid TransferKey);

/// <summary>A person's request to deliver a leg again, or now instead of later.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
/// <param name="Leg"><c>vault_hub</c> or <c>next_node</c>.</param>
/// <param name="Reason">Why, in that person's words.</param>
/// <param name="RequestedBy">The person.</param>
public sealed record RedeliveryRequested(Guid TransferKey, string Leg, string Reason, string RequestedBy);

/// <summary>A person's decision that a leg will not be confirmed here.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
/// <param name="Leg"><c>vault_hub</c> or <c>next_node</c>.</param>
/// <param name="Reason">Why, in that person's words.</param>
/// <param name="RequestedBy">The person.</param>
public sealed record LegCloseRequested(Guid TransferKey, string Leg, string Reason, string RequestedBy);
