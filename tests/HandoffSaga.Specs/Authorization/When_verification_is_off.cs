using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.Authorization;
using HandoffSaga.Intake;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Authorization;

/// <summary>Only where the configuration says so; and then nothing claims more than was checked.</summary>
public sealed class When_verification_is_off
{
    [Fact]
    public async Task A_signoff_moves_and_the_flags_say_that_nothing_was_verified()
    {
        await using var station = await Station.Started(s => s.Verification = GuardianVerification.Off);
        station.GivenContract(
            "SC-2025-001-LP-TEST1",
            "smart_contract_id: SC-2025-001-LP-TEST1\ncontract_type: test\nprocedure: { revision: B }\n"
        );
        var forged = JsonNode.Parse(
            SampleSignoffs.For("PKG-1", SampleSignoffs.ToNextNode(), s => s["test_data"]!["procedure_revision"] = "B")
        )!;
        forged["guardian_signature"] = "eyJhbGciOiJFZERTQSIsImtpZCI6Imd1YXJkaWFuLTEifQ..c2lnbmF0dXJl";

        (await station.Send(System.Text.Encoding.UTF8.GetBytes(forged.ToJsonString()))).ShouldBe(new IntakeResult.Accepted("PKG-1"));

        var compliance = JsonSerializer
            .Deserialize<JsonElement>((await station.Vault.Sees(_ => true)).Payload.Span)
            .GetProperty("compliance_metadata");
        compliance.GetProperty("all_approvals_verified").GetBoolean().ShouldBeFalse();
        compliance.GetProperty("test_procedure_followed").GetBoolean().ShouldBeFalse();
        compliance.GetProperty("authorization_verified_at").ValueKind.ShouldBe(JsonValueKind.Null);
        compliance.GetProperty("guardian_key_id").ValueKind.ShouldBe(JsonValueKind.Null);
        (await station.LedgerOf("PKG-1"))
            .Single(e => e.Action == "receive_authorization")
            .Metadata.Get("shortcomings")!
            .AsArray()!
            .Select(s => s.AsString())
            .ShouldBe(["Guardian's signature was not verified: Guardian:Verification is off"]);
    }

    [Fact]
    public async Task A_signoff_that_carries_no_signature_is_rejected_all_the_same()
    {
        await using var station = await Station.Started(s => s.Verification = GuardianVerification.Off);
        var unsigned = JsonNode.Parse(SampleSignoffs.For("PKG-1", SampleSignoffs.ToNextNode()))!.AsObject();
        unsigned.Remove("guardian_signature");

        (await station.Send(System.Text.Encoding.UTF8.GetBytes(unsigned.ToJsonString())))
            .ShouldBeOfType<IntakeResult.Rejected>()
            .Problem.Status.ShouldBe(401);
    }
}
