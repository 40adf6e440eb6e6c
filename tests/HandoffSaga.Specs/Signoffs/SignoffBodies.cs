using System.Text;
using System.Text.Json.Nodes;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Specs.Signoffs;

internal static class SignoffBodies
{
    public static readonly IntakeOptions Limits = new() { MaxBytes = 16 * 1024, MaxDepth = 16 };

    /// <summary>A signoff with every member that is read, to be spoiled by the specs.</summary>
    public const string Complete = """
        {
          "package_id": "PKG-2025-001-LP-TEST1",
          "clientpo_id": "CPO-2025-001",
          "test_id": "SC-2025-001-LP-TEST1",
          "node_id": "NODE-LP-001",
          "domain": "NDT",
          "smart_id": "SMART-NODE-LP-001",
          "previous_package_id": null,
          "approvals": [
            { "role": "level_iii_inspector", "name": "J. Doe", "signed_at": "2025-06-01T14:02:11.000Z", "meaning": "approved" }
          ],
          "test_data": {
            "smart_contract_id": "SC-2025-001-LP-TEST1",
            "part_id": "PART-0001",
            "part_number": "PN-7781",
            "completion_timestamp": "2025-06-01T14:01:59.120Z",
            "procedure_revision": "B",
            "results": { "any": "json" },
            "routing_trigger": {
              "type": "next_node",
              "next_station": "NODE-CP-001",
              "next_contract": "SC-2025-001-CP-TEST1.yaml",
              "vault_transfer": true,
              "is_final_contract": false
            }
          },
          "local_backup_path": "/opt/smart/backup/PKG-2025-001-LP-TEST1.zip",
          "guardian_signature": "eyJhbGciOiJFZERTQSIsImtpZCI6Imd1YXJkaWFuLTEifQ..c2lnbmF0dXJl"
        }
        """;

    /// <summary>
    /// The complete signoff with the member at <paramref name="path"/> set to <paramref name="json"/>, or left out when that is null.
    /// </summary>
    public static string With(string path, string? json)
    {
        var signoff = JsonNode.Parse(Complete)!;
        var names = path.Split('/')[1..];
        var parent = names[..^1].Aggregate(signoff, (node, name) => node is JsonArray list ? list[int.Parse(name)]! : node[name]!);
        if (json is null)
            parent.AsObject().Remove(names[^1]);
        else if (parent is JsonArray list)
            list[int.Parse(names[^1])] = JsonNode.Parse(json);
        else
            parent[names[^1]] = JsonNode.Parse(json);
        return signoff.ToJsonString();
    }

    public static SignoffParse Parse(string signoff) => SignoffParser.Parse(Encoding.UTF8.GetBytes(signoff), Limits);

    public static Signoff Parsed(string signoff) => Parse(signoff).ShouldBeOfType<SignoffParse.Parsed>().Signoff;

    public static SignoffProblem Rejected(string signoff) => Parse(signoff).ShouldBeOfType<SignoffParse.Rejected>().Problem;
}
