using System.Text.Json;
using System.Text.Json.Nodes;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Intake;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Authorization;

public sealed class When_the_contract_asks_for_more : IAsyncLifetime
{
    private const string Package = "PKG-1";
    private const string Contract = "SC-2025-001-LP-TEST1";
    private Station _station = null!;

    public async ValueTask InitializeAsync() => _station = await Station.Started();

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task The_flags_are_true_when_all_of_it_is_there()
    {
        GivenContract(refuses: false);

        await _station.Send(Signoff(revision: "B"));

        (await Compliance()).ShouldBe((true, true));
        (await Received()).Get("shortcomings")!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task They_are_false_with_the_reason_in_the_ledger_when_something_is_not()
    {
        GivenContract(refuses: false);

        await _station.Send(Signoff(revision: "A", meaning: "reviewed"));

        (await Compliance()).ShouldBe((false, false));
        (await Received())
            .Get("shortcomings")!
            .AsArray()!
            .Select(s => s.AsString())
            .ShouldBe([
                "the contract requires an approval that is missing: level_iii_inspector, approved",
                "test_data and the contract name different procedure revisions",
            ]);
    }

    [Fact]
    public async Task Of_very_many_reasons_the_ledger_holds_the_first()
    {
        GivenContract(refuses: false);

        await _station.Send(
            SampleSignoffs.For(
                Package,
                SampleSignoffs.ToNextNode(),
                s => s["approvals"] = new JsonArray([.. Enumerable.Range(0, 400).Select(_ => new JsonObject())])
            )
        );

        var reasons = (await Received()).Get("shortcomings")!.AsArray()!;
        reasons.Count.ShouldBe(51);
        reasons[^1].AsString().ShouldBe("and 1552 more");
    }

    [Fact]
    public async Task They_are_false_when_there_is_no_contract_to_ask()
    {
        await _station.Send(Signoff(revision: "B"));

        (await Compliance()).ShouldBe((false, false));
        (await Received())
            .Get("shortcomings")!
            .AsArray()![0]
            .AsString()
            .ShouldBe($"the contract's required approvals are unknown: there is no contract file {Contract}.yaml");
    }

    [Fact]
    public async Task They_are_false_when_the_contract_names_no_revision()
    {
        _station.GivenContract(Contract, $"smart_contract_id: {Contract}\ncontract_type: test\n");

        await _station.Send(Signoff(revision: "B"));

        (await Compliance()).ShouldBe((true, false));
    }

    [Fact]
    public async Task A_contract_may_refuse_what_is_not_complete()
    {
        GivenContract(refuses: true);

        var refused = (await _station.Send(Signoff(revision: null))).ShouldBeOfType<IntakeResult.Rejected>();

        refused.Problem.Status.ShouldBe(422);
        refused.Problem.Errors.ShouldHaveSingleItem().Message.ShouldBe("test_data names no procedure_revision");
        (await _station.Queries.Rejected(Package, 10, CancellationToken.None)).Items.ShouldHaveSingleItem().Reason.ShouldBe("incomplete");
        (await _station.Count("transfers")).ShouldBe(0);
        (await _station.Send(Signoff(revision: "B"))).ShouldBe(
            new IntakeResult.Accepted(Package),
            "a rejection never takes the package id"
        );
    }

    [Fact]
    public async Task What_was_accepted_before_the_contract_rejected_it_stays_accepted()
    {
        GivenContract(refuses: false);
        await _station.Send(Signoff(revision: "A"));
        GivenContract(refuses: true);

        (await _station.Send(Signoff(revision: "A"))).ShouldBe(new IntakeResult.Duplicate(Package));
    }

    private void GivenContract(bool refuses) =>
        _station.GivenContract(
            Contract,
            $$"""
            smart_contract_id: {{Contract}}
            contract_type: test
            procedure: { id: LP-PROC-7, revision: B }
            required_approvals: [ { role: level_iii_inspector, meaning: approved } ]
            refuse_when_incomplete: {{(refuses ? "true" : "false")}}
            """
        );

    private static byte[] Signoff(string? revision, string meaning = "approved") =>
        SampleSignoffs.For(
            Package,
            SampleSignoffs.ToNextNode(),
            signoff =>
            {
                signoff["approvals"]![0]!["meaning"] = meaning;
                if (revision is not null)
                    signoff["test_data"]!.AsObject()["procedure_revision"] = JsonValue.Create(revision);
            }
        );

    private async Task<(bool Approvals, bool Procedure)> Compliance()
    {
        var package = await _station.Vault.Sees(_ => true);
        var compliance = JsonSerializer.Deserialize<JsonElement>(package.Payload.Span).GetProperty("compliance_metadata");
        return (
            compliance.GetProperty("all_approvals_verified").GetBoolean(),
            compliance.GetProperty("test_procedure_followed").GetBoolean()
        );
    }

    private async Task<CanonicalObject> Received() =>
        (await _station.LedgerOf(Package)).Single(e => e.Action == "receive_authorization").Metadata;
}
