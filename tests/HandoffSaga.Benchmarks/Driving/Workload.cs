using System.Text;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Client.Guardian;

namespace HandoffSaga.Benchmarks.Driving;

/// <summary>The signoffs all variants get: the same bytes, really signed.</summary>
internal static class Workload
{
    public const int Small = 2000;

    private const int Frame = 900;
    private const int BytesOfReading = 39;

    /// <summary>The public test key of RFC 8037 appendix A.1: every process of a benchmark knows it.</summary>
    public static readonly GuardianKey Key = GuardianKey.Read(
        """{"kty":"OKP","crv":"Ed25519","kid":"guardian-1","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"""u8
    );

    public static byte[] Signoff(string run, int number, int bytes = Small)
    {
        var text = new StringBuilder(bytes + 200);
        text.Append(
            $$"""
            {"package_id":"PKG-{{run}}-{{number:D7}}","clientpo_id":"CPO-2025-001","test_id":"SC-2025-001-LP-TEST1","node_id":"NODE-LP-001",
            "approvals":[{"role":"level_iii_inspector","name":"J. Doe","signed_at":"2025-06-01T14:02:11.000Z","meaning":"approved"}],
            "test_data":{"smart_contract_id":"SC-2025-001-LP-TEST1","part_id":"PART-{{number:D7}}","part_number":"PN-7781","completion_timestamp":"2025-06-01T14:01:59.120Z",
            "routing_trigger":{"type":"next_node","next_station":"NODE-CP-001","next_contract":"SC-2025-001-CP-TEST1.yaml","vault_transfer":true,"is_final_contract":false},"results":{
            """
        );
        for (var reading = 0; reading < (bytes - Frame) / BytesOfReading; reading++)
        {
            text.Append(reading == 0 ? "" : ",").Append($"\"indication_{reading:D5}\":{{\"mm\":{reading}.25,\"ok\":true}}");
        }

        var content = CanonicalObject.Parse(Encoding.UTF8.GetBytes(text.Append("}}}").ToString()), CanonicalLimits.Default).Object!;
        return SignoffSigner.Sign(content, Key).Utf8.ToArray();
    }

    public static string PackageId(string run, int number) => $"PKG-{run}-{number:D7}";
}
