using System.Net;
using System.Text;
using HandoffSaga.SystemSpecs.Harness;

namespace HandoffSaga.SystemSpecs.Intake;

/// <summary>
/// Sent over real HTTP to the real service: each is refused with a clear problem, nothing moves, and the service goes on.
/// </summary>
public sealed class When_signoffs_are_bad
{
    private const string Good = """
        {"package_id":"PKG-BAD","clientpo_id":"CPO-1","test_id":"T-1","approvals":[{"role":"inspector","name":"J. Doe","signed_at":"2025-06-01T14:02:11Z","meaning":"approved"}],"test_data":{"smart_contract_id":"SC-1","routing_trigger":{"type":"next_node","next_station":"NODE-CP-001","next_contract":"SC-2025-001-CP-TEST1.yaml"}},"guardian_signature":"eyJhbGciOiJFZERTQSIsImtpZCI6Imd1YXJkaWFuLTEifQ..c2lnbmF0dXJl"}
        """;

    private static readonly (string What, byte[] Body, HttpStatusCode Status)[] Bad =
    [
        ("an empty body", [], HttpStatusCode.BadRequest),
        ("broken JSON", Utf8("{\"package_id\": "), HttpStatusCode.BadRequest),
        ("two documents", Utf8(Good + Good), HttpStatusCode.BadRequest),
        ("an array", Utf8("[" + Good + "]"), HttpStatusCode.UnprocessableEntity),
        ("bad UTF-8", [.. Utf8("{\"package_id\":\""), 0xC3, 0x28, .. Utf8("\"}")], HttpStatusCode.BadRequest),
        ("a byte order mark", [0xEF, 0xBB, 0xBF, .. Utf8(Good)], HttpStatusCode.BadRequest),
        ("a missing package id", With("\"package_id\":\"PKG-BAD\",", ""), HttpStatusCode.UnprocessableEntity),
        ("a missing clientpo id", With("\"clientpo_id\":\"CPO-1\",", ""), HttpStatusCode.UnprocessableEntity),
        ("no test data", With("\"test_data\":{", "\"other_data\":{"), HttpStatusCode.UnprocessableEntity),
        ("no contract id", With("\"smart_contract_id\":\"SC-1\",", ""), HttpStatusCode.UnprocessableEntity),
        (
            "no approvals",
            With("[{\"role\":\"inspector\",\"name\":\"J. Doe\",\"signed_at\":\"2025-06-01T14:02:11Z\",\"meaning\":\"approved\"}]", "[]"),
            HttpStatusCode.UnprocessableEntity
        ),
        ("approvals of a wrong type", With("\"approvals\":[", "\"approvals\":[7,"), HttpStatusCode.UnprocessableEntity),
        ("an id that is a number", With("\"PKG-BAD\"", "17"), HttpStatusCode.UnprocessableEntity),
        ("an id with a slash", With("PKG-BAD", "PKG/BAD"), HttpStatusCode.UnprocessableEntity),
        ("an id that climbs", With("PKG-BAD", ".."), HttpStatusCode.UnprocessableEntity),
        ("an id with a control character", With("PKG-BAD", "PKG\\u0007BAD"), HttpStatusCode.UnprocessableEntity),
        ("an id of 129 characters", With("PKG-BAD", new string('A', 129)), HttpStatusCode.UnprocessableEntity),
        ("a path in next_contract", With("SC-2025-001-CP-TEST1.yaml", "../../etc/passwd.yaml"), HttpStatusCode.UnprocessableEntity),
        ("a station that is a URL", With("NODE-CP-001", "http://evil.example/"), HttpStatusCode.UnprocessableEntity),
        ("an unknown routing type", With("\"type\":\"next_node\"", "\"type\":\"anywhere\""), HttpStatusCode.UnprocessableEntity),
        (
            "a reserved member",
            With("\"test_id\":\"T-1\",", "\"test_id\":\"T-1\",\"transfer_id\":\"XFER-1\","),
            HttpStatusCode.UnprocessableEntity
        ),
        ("a duplicate key", With("\"test_id\":\"T-1\",", "\"test_id\":\"T-1\",\"test_id\":\"T-2\","), HttpStatusCode.UnprocessableEntity),
        ("U+0000", With("J. Doe", "J.\\u0000Doe"), HttpStatusCode.UnprocessableEntity),
        ("a lone surrogate", With("J. Doe", "J.\\ud800Doe"), HttpStatusCode.UnprocessableEntity),
        (
            "an integer no double holds",
            With("\"test_id\":\"T-1\",", "\"test_id\":\"T-1\",\"n\":9007199254740993,"),
            HttpStatusCode.UnprocessableEntity
        ),
        (
            "65 levels",
            With("\"test_id\":\"T-1\",", "\"test_id\":\"T-1\",\"deep\":" + new string('[', 65) + new string(']', 65) + ","),
            HttpStatusCode.UnprocessableEntity
        ),
        ("more than 8 MiB", With("J. Doe", new string('x', 9 * 1024 * 1024)), HttpStatusCode.RequestEntityTooLarge),
        ("no signature", With("\"guardian_signature\"", "\"guardian_word\""), HttpStatusCode.Unauthorized),
        ("a forged signature", Utf8(Good), HttpStatusCode.Unauthorized),
        (
            "a signature that is none",
            With("eyJhbGciOiJFZERTQSIsImtpZCI6Imd1YXJkaWFuLTEifQ..c2lnbmF0dXJl", "trust me"),
            HttpStatusCode.Unauthorized
        ),
    ];

    [Fact]
    public async Task Each_is_rejected_with_a_clear_problem_nothing_moves_and_the_service_goes_on()
    {
        await using var station = await RealStation.With();
        await station.Start();

        foreach (var (what, body, status) in Bad)
        {
            var (answered, problem) = await station.SubmitRaw(body);
            answered.ShouldBe(status, what);
            problem.GetProperty("status").GetInt32().ShouldBe((int)status, what);
            problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace(what);
            problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace(what);
        }

        (await station.Get("transfers")).GetProperty("total").GetInt32().ShouldBe(0);
        station.Vault.Received.ShouldBeEmpty();
        station.Floor.Received.ShouldBeEmpty();
        (await station.Get("rejected?limit=500")).GetProperty("items").GetArrayLength().ShouldBe(Bad.Length);
        (await station.Submit("PKG-BAD")).ShouldBe(HttpStatusCode.Accepted, "a rejection never takes the package id");
        await station.UntilComplete(1);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] With(string part, string other)
    {
        var changed = Good.Replace(part, other, StringComparison.Ordinal);
        changed.ShouldNotBe(Good);
        return Utf8(changed);
    }
}
