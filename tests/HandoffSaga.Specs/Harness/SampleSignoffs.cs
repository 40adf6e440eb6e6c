using System.Text;
using System.Text.Json.Nodes;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;

namespace HandoffSaga.Specs.Harness;

/// <summary>Signoffs as a Guardian would send them, really signed.</summary>
internal static class SampleSignoffs
{
    /// <summary>The key of the specs' Guardian; every <see cref="Station"/> knows it.</summary>
    public static readonly GuardianKey Key = GuardianKey.Generate("EdDSA", "guardian-1");

    /// <summary>Signs what <paramref name="signoff"/> says; one that cannot be signed is sent as it is.</summary>
    public static byte[] Signed(JsonObject signoff, GuardianKey? key = null)
    {
        var bytes = Encoding.UTF8.GetBytes(signoff.ToJsonString());
        return CanonicalObject.Parse(bytes, CanonicalLimits.Default).Object is { } content
            ? SignoffSigner.Sign(content, key ?? Key).Utf8.ToArray()
            : bytes;
    }

    /// <summary>A signed signoff. <paramref name="change"/> is made before it is signed.</summary>
    public static byte[] For(string packageId, JsonNode? trigger, Action<JsonObject>? change = null)
    {
        var signoff = new JsonObject
        {
            ["package_id"] = packageId,
            ["clientpo_id"] = "CPO-2025-001",
            ["test_id"] = "SC-2025-001-LP-TEST1",
            ["node_id"] = "NODE-LP-001",
            ["approvals"] = new JsonArray(
                new JsonObject
                {
                    ["role"] = "level_iii_inspector",
                    ["name"] = "J. Doe",
                    ["signed_at"] = "2025-06-01T14:02:11.000Z",
                    ["meaning"] = "approved",
                }
            ),
            ["test_data"] = new JsonObject
            {
                ["smart_contract_id"] = "SC-2025-001-LP-TEST1",
                ["part_id"] = "PART-0001",
                ["part_number"] = "PN-7781",
                ["completion_timestamp"] = "2025-06-01T14:01:59.120Z",
                ["results"] = new JsonObject { ["pass"] = true, ["dwell_min"] = 12.5 },
            },
            ["local_backup_path"] = $"/opt/smart/backup/{packageId}.zip",
        };
        if (trigger is not null)
        {
            signoff["test_data"]!["routing_trigger"] = trigger.DeepClone();
        }

        change?.Invoke(signoff);
        return Signed(signoff);
    }

    public static JsonObject ToNextNode(string contract = "SC-2025-001-CP-TEST1.yaml", string station = "NODE-CP-001") =>
        new()
        {
            ["type"] = "next_node",
            ["next_station"] = station,
            ["next_contract"] = contract,
            ["vault_transfer"] = true,
            ["is_final_contract"] = false,
        };

    public static JsonObject WorkflowComplete() => new() { ["type"] = "workflow_complete", ["is_final_contract"] = true };
}
