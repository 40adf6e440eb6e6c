namespace HandoffSaga.Signoffs;

/// <summary>
/// The members HandoffSaga adds to a signoff to make the vault package. A signoff that has one is rejected, because its unchecked claim
/// would look like a member of HandoffSaga. The vault package without them is the signoff.
/// </summary>
internal static class ReservedMembers
{
    public const string PackageType = "package_type";
    public const string TransferId = "transfer_id";
    public const string SourceNode = "source_node";
    public const string CompletionTimestamp = "completion_timestamp";
    public const string ComplianceMetadata = "compliance_metadata";
    public const string AuditChain = "audit_chain";
    public const string WorkflowStatus = "workflow_status";

    public static readonly IReadOnlyList<string> All =
    [
        PackageType,
        TransferId,
        SourceNode,
        CompletionTimestamp,
        ComplianceMetadata,
        AuditChain,
        WorkflowStatus,
    ];
}
