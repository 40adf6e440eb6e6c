using System.Text;
using HandoffSaga.Host.Guardian;
using HandoffSaga.Ledger;

namespace HandoffSaga.Benchmarks.Station;

/// <summary>The signoffs both variants get: the same bytes, about 2 KB each, really signed.</summary>
internal static class Workload
{
    private const int Readings = 40;

    public static readonly GuardianKey Key = GuardianKey.Generate("EdDSA", "guardian-1");

    public static byte[] Signoff(string run, int number)
    {
        var text = new StringBuilder(2200);
        text.Append(
            $$"""
            {"package_id":"PKG-{{run}}-{{number:D7}}","clientpo_id":"CPO-2025-001","test_id":"SC-2025-001-LP-TEST1","node_id":"NODE-LP-001",
            "approvals":[{"role":"level_iii_inspector","name":"J. Doe","signed_at":"2025-06-01T14:02:11.000Z","meaning":"approved"}],
            "test_data":{"smart_contract_id":"SC-2025-001-LP-TEST1","part_id":"PART-{{number:D7}}","part_number":"PN-7781","completion_timestamp":"2025-06-01T14:01:59.120Z",
            "routing_trigger":{"type":"next_node","next_station":"NODE-CP-001","next_contract":"SC-2025-001-CP-TEST1.yaml","vault_transfer":true,"is_final_contract":false},"results":{
            """);
        for (var reading = 0; reading < Readings; reading++)
        {
            text.Append(reading == 0 ? "" : ",").Append($"\"indication_{reading:D2}\":{{\"mm\":{reading}.25,\"ok\":true}}");
        }

        var content = CanonicalObject.Parse(Encoding.UTF8.GetBytes(text.Append("}}}").ToString()), CanonicalLimits.Default).Object!;
        return SignoffSigner.Sign(content, Key).Utf8.ToArray();
    }

    public static string PackageId(string run, int number) => $"PKG-{run}-{number:D7}";
}
