using HandoffSaga.Authorization;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Identity;
using HandoffSaga.Ledger;
using HandoffSaga.Routing;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Packages;

/// <summary>
/// Builds the results package for the client's records (docs/wire.md section 2): every member of the signoff unchanged, so that the Vault
/// can verify Guardian's signature itself, plus members of HandoffSaga.
/// </summary>
internal static class VaultPackage
{
    public static PackageBody Build(
        PackageSubject transfer,
        Route? route,
        AuthorizedSignoff authorized,
        NodeIdentity node,
        Checkpoint? ledgerHead,
        DateTimeOffset now
    ) =>
        PackageBody.Of(
            new CanonicalObjectBuilder()
                .AddAll(authorized.Signoff.Document)
                .Add(ReservedMembers.PackageType, "test_results")
                .Add(ReservedMembers.TransferId, transfer.TransferId)
                .Add(ReservedMembers.SourceNode, transfer.SourceNode)
                .Add(ReservedMembers.CompletionTimestamp, transfer.CompletionTimestamp)
                .Add(ReservedMembers.ComplianceMetadata, Compliance(authorized))
                .Add(ReservedMembers.AuditChain, AuditChain(transfer, authorized, node, ledgerHead, now))
                .Add(ReservedMembers.WorkflowStatus, WorkflowStatus(route))
                .Build()
                .Utf8
        );

    private static CanonicalObject Compliance(AuthorizedSignoff authorized) =>
        new CanonicalObjectBuilder()
            .Add("all_approvals_verified", authorized.Verdict.ApprovalsVerified)
            .Add("approval_count", authorized.Signoff.Approvals.Count)
            .Add("test_procedure_followed", authorized.Verdict.ProcedureFollowed)
            .Add("authorization_verified_at", authorized.Verdict.VerifiedAt)
            .Add("guardian_key_id", authorized.Verdict.KeyId)
            .Build();

    // The last published checkpoint, so that the owner of the package can check the ledger against it. Null before the first one.
    private static CanonicalObject AuditChain(
        PackageSubject transfer,
        AuthorizedSignoff authorized,
        NodeIdentity node,
        Checkpoint? ledgerHead,
        DateTimeOffset now
    ) =>
        new CanonicalObjectBuilder()
            .Add("local_backup_path", authorized.Signoff.LocalBackupPath)
            .Add("guardian_node", transfer.SourceNode)
            .Add("transfer_timestamp", now)
            .Add("signoff_sha256", transfer.SignoffSha256)
            .Add("ledger_origin", node.LedgerOrigin)
            .Add("ledger_size", ledgerHead?.Size)
            .Add("ledger_root", ledgerHead is null ? null : Convert.ToHexStringLower(ledgerHead.Root.Span))
            .Build();

    // Without a route it is unknown whether a step follows; null does not mean "no".
    private static CanonicalObject WorkflowStatus(Route? route) =>
        new CanonicalObjectBuilder()
            .Add("is_final_contract", route?.IsFinalContract)
            .Add("has_next_step", route is null ? null : route.NextStation is not null)
            .Build();
}
