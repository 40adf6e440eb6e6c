using System.Text;

namespace HandoffSaga.Benchmarks.Driving;

/// <summary>The signoffs all variants get: the same bytes.</summary>
internal static class Workload
{
    public const int Small = 2000;

    private const int Frame = 900;
    private const int BytesOfReading = 39;

    public static byte[] Signoff(string run, int number, int bytes = Small)
    {
        var text = new StringBuilder(bytes + 200);
        text.Append(
            $$"""
            {"package_id":"PKG-{{run}}-{{number:D7}}","clientpo_id":"CPO-2025-001","test_id":"SC-2025-001-LP-TEST1","node_id":"NODE-LP-001",
            "approvals":[{"role":"level_iii_inspector","name":"J. Doe","signed_at":"2025-06-01T14:02:11.000Z","meaning":"approved"}],
            "test_data":{"smart_contract_id":"SC-2025-001-LP-TEST1","part_id":"PART-{{number:D7}}","part_number":"PN-7781","completion_timestamp":"2025-06-01T14:01:59.120Z",
            "routing_trigger":{"type":"next_node","next_station":"NODE-CP-001","next_contract":"SC-2025-001-CP-TEST1.yaml","vault_transfer":true,"is_final_contract":false},"results":{
            """);
        for (var reading = 0; reading < (bytes - Frame) / BytesOfReading; reading++)
        {
            text.Append(reading == 0 ? "" : ",").Append($"\"indication_{reading:D5}\":{{\"mm\":{reading}.25,\"ok\":true}}");
        }

        return Encoding.UTF8.GetBytes(text.Append(
            "}},\"guardian_signature\":\"eyJhbGciOiJFZERTQSIsImtpZCI6Imd1YXJkaWFuLTEifQ..CzY-dEGBEXlIJac1KPt9AAjLSmdAfm8G-HAxYFYXV4EyV2V8NIJbQAZa_jxJm1hKHkjZRbfrZIs31R0QLbrBDA\"}").ToString());
    }

    public static string PackageId(string run, int number) => $"PKG-{run}-{number:D7}";
}
