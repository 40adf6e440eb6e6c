using HandoffSaga.CanonicalJson;
using HandoffSaga.Identity;
using HandoffSaga.Legs;
using HandoffSaga.SmartContracts;

namespace HandoffSaga.Packages;

/// <summary>The part-ready signal with the next SmartContract (docs/wire.md section 2).</summary>
internal static class NextNodePackage
{
    /// <summary>Builds the body for the leg's connector: over HTTP a wrapper names the target to the Floor Hub.</summary>
    public static PackageBody Build(
        PackageSubject transfer,
        Leg leg,
        SmartContract next,
        CanonicalObject contract,
        NodeIdentity node,
        DateTimeOffset now
    )
    {
        var package = Package(transfer, leg, next, contract, node, now);
        return PackageBody.Of(
            leg.Connector == Connectors.Http
                ? new CanonicalObjectBuilder().Add("target_node", leg.TargetNode).Add("package", package).Build().Utf8
                : package.Utf8
        );
    }

    private static CanonicalObject Package(
        PackageSubject transfer,
        Leg leg,
        SmartContract next,
        CanonicalObject contract,
        NodeIdentity node,
        DateTimeOffset now
    ) =>
        new CanonicalObjectBuilder()
            .Add("package_type", "part_ready")
            .Add("package_id", transfer.PackageId)
            .Add("transfer_id", transfer.TransferId)
            .Add("source_node", transfer.SourceNode)
            .Add("target_node", leg.TargetNode)
            .Add("clientpo_id", transfer.ClientPoId)
            .Add(
                "part_tracking",
                new CanonicalObjectBuilder()
                    .Add("part_id", transfer.PartId)
                    .Add("part_number", transfer.PartNumber)
                    .Add("previous_test", transfer.TestId)
                    .Add("previous_test_status", "complete")
                    .Add("ready_for_pickup", true)
                    .Build()
            )
            .Add("next_contract", contract)
            .Add("contract_metadata", ContractMetadata(next))
            .Add(
                "previous_test_summary",
                new CanonicalObjectBuilder()
                    .Add("test_id", transfer.TestId)
                    .Add("package_id", transfer.PackageId)
                    .Add("transfer_id", transfer.TransferId)
                    .Add("completion_timestamp", transfer.CompletionTimestamp)
                    .Add("all_approvals", transfer.ApprovalsVerified)
                    .Add("signoff_sha256", transfer.SignoffSha256)
                    .Add("ledger_origin", node.LedgerOrigin)
                    .Build()
            )
            .Add("dispatch_timestamp", now)
            .Build();

    private static CanonicalObject ContractMetadata(SmartContract next) =>
        new CanonicalObjectBuilder()
            .Add("contract_id", next.SmartContractId)
            .Add("contract_type", next.ContractType)
            .Add("test_type", next.TestType)
            .Add("sequence_number", next.SequenceNumber)
            .Add("contract_sha256", next.Sha256)
            .Build();
}
