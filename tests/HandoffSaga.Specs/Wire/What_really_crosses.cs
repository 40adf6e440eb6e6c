using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Wire;

/// <summary>A station that runs, held to the schemas that are published for those who write its neighbours.</summary>
public sealed class What_really_crosses : IAsyncLifetime
{
    private static readonly (string Place, string? Value)[] Mistakes =
    [
        ("/transfer_id", null),
        ("/transfer_id", "\"PKG-WIRE-7\""),
        ("/status", "\"done\""),
        ("/retry_count", "-1"),
        ("/received_timestamp", "\"2025-06-01T14:00:00Z\""),
        ("/completed_timestamp", "null"),
        ("/signoff_sha256", "\"ABC\""),
        ("/legs/vault_hub/evidence", "null"),
        ("/legs/next_node/target_node", null),
        ("/legs/next_node/status", "\"held\""),
        ("/surprise", "1"),
        ("/legs/vault_hub/surprise", "1"),
    ];

    private readonly WireSchemas _schemas = new();
    private WiredStation _station = null!;

    public async ValueTask InitializeAsync() => _station = await WiredStation.Start();

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task Of_a_handoff_that_goes_well()
    {
        var signoff = _station.Signed("PKG-WIRE-1", SampleSignoffs.ToNextNode());
        _schemas.Hold("signoff", signoff);

        _schemas.Hold("signoff-answer", await _station.Post(signoff));
        _schemas.Hold("transfer-status", await _station.Until("PKG-WIRE-1", "fully_complete"));
        _schemas.Hold("signoff-answer", await _station.Post(signoff));

        _schemas.Hold("vault-package", await _station.Get("/transfers/PKG-WIRE-1/packages/vault_hub"));
        _schemas.Hold("floor-request", await _station.Get("/transfers/PKG-WIRE-1/packages/next_node"));
        _schemas.Hold("transfer-list", await _station.Get("/transfers"));
        _schemas.Hold("audit", await _station.Get("/transfers/PKG-WIRE-1/audit"));
        _schemas.Hold("hubs", await _station.Get("/hubs"));
        var attempts = await _station.Get("/transfers/PKG-WIRE-1/attempts");
        _schemas.Hold("attempts", attempts);
        foreach (var attempt in JsonElement.Parse(attempts).GetProperty("items").EnumerateArray())
            _schemas.Hold("receipt", FirstValue(attempt.GetProperty("response_excerpt").GetString()!));
    }

    [Fact]
    public async Task Of_a_job_that_ends()
    {
        await _station.Post(
            _station.Signed(
                "PKG-WIRE-2",
                SampleSignoffs.WorkflowComplete(),
                signoff => signoff["test_data"]!["smart_contract_id"] = "SC-2025-001-FINAL"
            )
        );

        _schemas.Hold("transfer-status", await _station.Until("PKG-WIRE-2", "fully_complete"));
        _schemas.Hold("vault-package", await _station.Get("/transfers/PKG-WIRE-2/packages/vault_hub"));
        _schemas.Hold("audit", await _station.Get("/transfers/PKG-WIRE-2/audit"));
    }

    [Fact]
    public async Task Of_a_handoff_in_trouble()
    {
        _station.Vault.Fail = FailRules.TryParse("down", out var down, out _) ? down : throw new InvalidOperationException();
        await _station.Post(_station.Signed("PKG-WIRE-3", SampleSignoffs.ToNextNode("SC-NOT-THERE.yaml")));

        _schemas.Hold("transfer-status", await _station.Until("PKG-WIRE-3", "escalated"));
        _schemas.Hold("attempts", await _station.Get("/transfers/PKG-WIRE-3/attempts"));
        _schemas.Hold("audit", await _station.Get("/transfers/PKG-WIRE-3/audit"));
        _schemas.Hold("hubs", await _station.Get("/hubs"));
        foreach (var _ in new[] { "transfer_held", "transfer_failure" })
            _schemas.Hold("alert", (await _station.Alerts.Next()).Alert);
    }

    [Fact]
    public async Task Of_a_leg_that_is_closed()
    {
        _station.Vault.Fail = FailRules.TryParse("reject", out var reject, out _) ? reject : throw new InvalidOperationException();
        await _station.Post(_station.Signed("PKG-WIRE-9", SampleSignoffs.ToNextNode()));
        await _station.Until("PKG-WIRE-9", "escalated");
        var request = """{"leg":"vault_hub","reason":"the hub has it","requested_by":"J. Doe"}"""u8.ToArray();
        _schemas.Hold("close-request", request);

        using var body = new ByteArrayContent(request);
        body.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var answer = await _station.Http.PostAsync("/transfers/PKG-WIRE-9/close", body, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        _schemas.Hold("transfer-status", await _station.Until("PKG-WIRE-9", "closed"));
        _schemas.Hold("audit", await _station.Get("/transfers/PKG-WIRE-9/audit"));
        _schemas.Hold("hubs", await _station.Get("/hubs"));
    }

    [Fact]
    public async Task Of_the_ledger_for_SMART_Ledger()
    {
        await _station.Post(_station.Signed("PKG-WIRE-8", SampleSignoffs.ToNextNode()));
        await _station.Until("PKG-WIRE-8", "fully_complete");

        long size;
        do
        {
            var body = await _station.SmartLedger.Next();
            _schemas.Hold("ledger-batch", body);
            size =
                JsonElement.Parse(body).GetProperty("first_index").GetInt64()
                + JsonElement.Parse(body).GetProperty("entries").GetArrayLength();
        } while (size < JsonElement.Parse(await _station.Get("/transfers/PKG-WIRE-8/audit")).GetProperty("items").GetArrayLength());

        var checks = JsonElement.Parse(await _station.Get("/health/ready")).GetProperty("checks").EnumerateArray();
        checks.ShouldContain(check =>
            check.GetProperty("name").GetString() == "ledger" && check.GetProperty("detail").ValueKind == JsonValueKind.Null
        );
        checks.ShouldContain(check =>
            check.GetProperty("name").GetString() == "smart-ledger (http)" && check.GetProperty("ok").GetBoolean()
        );
    }

    [Fact]
    public async Task Of_a_rejection()
    {
        await _station.Post(_station.Signed("PKG-WIRE-4", SampleSignoffs.ToNextNode()));

        _schemas.Hold("problem", await _station.Post(_station.Signed("PKG-WIRE-4", SampleSignoffs.WorkflowComplete())));
        _schemas.Hold("problem", await _station.Post("{"u8.ToArray()));
        _schemas.Hold("problem", await _station.Post(SampleSignoffs.For("PKG/WIRE", null)));
        _schemas.Hold("problem", await _station.Post([0xC3, 0x28]));
        _schemas.Hold("rejected", await _station.Get("/rejected"));
        _schemas.Hold("audit", await _station.Get("/transfers/PKG-WIRE-4/audit"));
        for (var i = 0; i < 4; i++)
            _schemas.Hold("alert", (await _station.Alerts.Next()).Alert);
    }

    [Fact]
    public async Task In_the_envelopes_too()
    {
        var (cloudEvent, envelope) = (
            _station.Signed("PKG-WIRE-5", SampleSignoffs.ToNextNode()),
            _station.Signed("PKG-WIRE-6", SampleSignoffs.ToNextNode())
        );
        var inEvent = Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","id":"1","source":"/guardian","type":"signoff","data":{{Encoding.UTF8.GetString(cloudEvent)}}}"""
        );
        var inEnvelope = Encoding.UTF8.GetBytes(
            $$"""{"messageType":["urn:message:HandoffSaga.Messages:GuardianSignoffComplete"],"message":{{Encoding.UTF8.GetString(envelope)}} }"""
        );
        _schemas.Hold("signoff-cloudevent", inEvent);
        _schemas.Hold("signoff-masstransit", inEnvelope);

        Outcome(await _station.Post(inEvent, "application/cloudevents+json")).ShouldBe("accepted");
        Outcome(await _station.Post(inEnvelope, "application/vnd.masstransit+json")).ShouldBe("accepted");
        Outcome(await _station.Post(cloudEvent)).ShouldBe("duplicate", "the envelope is no part of the content");
    }

    /// <summary>A schema that lets everything pass would hold nothing.</summary>
    [Fact]
    public async Task And_a_mistake_in_it_would_be_seen()
    {
        await _station.Post(_station.Signed("PKG-WIRE-7", SampleSignoffs.ToNextNode()));
        var transfer = (await _station.Until("PKG-WIRE-7", "fully_complete")).GetRawText();

        foreach (var (place, value) in Mistakes)
        {
            var wrong = JsonNode.Parse(transfer)!;
            var names = place.Split('/')[1..];
            var parent = names[..^1].Aggregate(wrong, (node, name) => node[name]!).AsObject();
            parent.Remove(names[^1]);
            if (value is not null)
                parent[names[^1]] = JsonNode.Parse(value);

            _schemas.Problems("transfer-status", JsonElement.Parse(wrong.ToJsonString())).ShouldNotBeEmpty($"{place} = {value}");
        }
    }

    // An excerpt shows the line's end too, escaped.
    private static JsonElement FirstValue(string excerpt)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(excerpt));
        return JsonElement.ParseValue(ref json);
    }

    private static string? Outcome(byte[] answer) =>
        JsonElement.Parse(answer).TryGetProperty("outcome", out var outcome) ? outcome.GetString() : Encoding.UTF8.GetString(answer);
}
