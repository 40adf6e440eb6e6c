using HandoffSaga.Legs;

namespace HandoffSaga.LedgerLog.Recording;

/// <summary>The names of the actions written to the ledger (docs/wire.md section 3).</summary>
internal static class LedgerActions
{
    public const string ReceiveAuthorization = "receive_authorization";
    public const string RejectAuthorization = "reject_authorization";
    public const string DuplicateAuthorization = "duplicate_authorization";
    public const string ConflictingAuthorization = "conflicting_authorization";
    public const string ReadRouting = "read_routing";
    public const string ContractMissing = "contract_missing";
    public const string RoutingHeld = "routing_held";
    public const string PrepareVault = "prepare_vault";
    public const string PrepareNextNode = "prepare_next_node";
    public const string TransferToVault = "transfer_to_vault";
    public const string TransferToNextNode = "transfer_to_next_node";
    public const string RetryTransfer = "retry_transfer";
    public const string LateReceipt = "late_receipt";
    public const string EscalateFailure = "escalate_failure";
    public const string RedeliverRequested = "redeliver_requested";
    public const string LegClosed = "leg_closed";
    public const string ExecuteDualTransfer = "execute_dual_transfer";
    public const string TransferComplete = "transfer_complete";

    private static readonly PerLeg<string> Attempts = new(TransferToVault, TransferToNextNode);

    public static string TransferTo(Destination destination) => Attempts.For(destination);
}
