namespace HandoffSaga.Messages;

/// <summary>The time has come for the vault leg's next attempt. Sent by the saga to itself, later.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
public sealed record RedeliverVaultTransfer(Guid TransferKey);

/// <summary>The time has come for the next-node leg's next attempt. Sent by the saga to itself, later.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
public sealed record RedeliverNextNodeTransfer(Guid TransferKey);

/// <summary>The time has come to look again for a next SmartContract that was not there. Sent by the saga to itself, later.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
public sealed record RecheckNextContract(Guid TransferKey);

/// <summary>A person asks for a held or escalated leg to be tried again.</summary>
/// <param name="TransferKey">The saga's correlation id.</param>
/// <param name="Leg"><c>vault_hub</c> or <c>next_node</c>.</param>
/// <param name="Reason">Why, in that person's words.</param>
/// <param name="RequestedBy">Who.</param>
public sealed record RedeliveryRequested(Guid TransferKey, string Leg, string Reason, string RequestedBy);
