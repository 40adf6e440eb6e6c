using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;
using HandoffSaga.SmartContracts;
using HandoffSaga.Texts;

namespace HandoffSaga.Demo.Story;

/// <summary>The signoff that a Guardian sends after the last signature on a contract.</summary>
/// <param name="Name">Short, for a narrow column: LP, CP, FI.</param>
internal sealed record DemoSignoff(string Name, string PackageId, SmartContract Contract, byte[] Signed)
{
    public string TransferId => NameShapes.TransferIdPrefix + PackageId;

    public bool HasNextNode => Contract.Trigger?.NextStation is not null;

    public static IReadOnlyList<DemoSignoff> OfJob(IReadOnlyList<SmartContract> job, GuardianKey key, DateTimeOffset now)
    {
        List<DemoSignoff> signoffs = [];
        foreach (var contract in job)
            signoffs.Add(Of(contract, signoffs.LastOrDefault()?.PackageId, key, now));
        return signoffs;
    }

    private static DemoSignoff Of(SmartContract contract, string? previous, GuardianKey key, DateTimeOffset now)
    {
        var name = contract.TestType ?? contract.ContractType;
        var packageId = $"PKG-{contract.SmartContractId["SC-".Length..]}";
        var trigger = contract.Trigger!;
        var signoff = new JsonObject
        {
            ["package_id"] = packageId,
            ["clientpo_id"] = contract.ClientPoId,
            ["test_id"] = contract.SmartContractId,
            ["node_id"] = $"NODE-{name}-001",
            ["previous_package_id"] = previous,
            ["approvals"] = new JsonArray([
                .. contract.RequiredApprovals.Select(approval => new JsonObject
                {
                    ["role"] = approval.Role,
                    ["name"] = "J. Doe",
                    ["signed_at"] = Time(now),
                    ["meaning"] = approval.Meaning,
                }),
            ]),
            ["test_data"] = new JsonObject
            {
                ["smart_contract_id"] = contract.SmartContractId,
                ["part_id"] = contract.PartId,
                ["part_number"] = contract.PartNumber,
                ["completion_timestamp"] = Time(now),
                ["procedure_revision"] = contract.ProcedureRevision,
                ["results"] = new JsonObject
                {
                    ["accepted"] = true,
                    ["indications"] = 0,
                    ["inspector_remark"] = "none",
                },
                ["routing_trigger"] = new JsonObject
                {
                    ["type"] = trigger.Type,
                    ["next_station"] = trigger.NextStation,
                    ["next_contract"] = trigger.NextContract,
                    ["vault_transfer"] = true,
                    ["is_final_contract"] = trigger.IsFinalContract ?? false,
                },
            },
        };
        var canonical = CanonicalObject.Parse(
            JsonSerializer.SerializeToUtf8Bytes(signoff, JsonContext.Default.JsonObject),
            CanonicalLimits.Default
        );
        return new DemoSignoff(name, packageId, contract, SignoffSigner.Sign(canonical.Object!, key).Utf8.ToArray());
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class JsonContext : System.Text.Json.Serialization.JsonSerializerContext;
