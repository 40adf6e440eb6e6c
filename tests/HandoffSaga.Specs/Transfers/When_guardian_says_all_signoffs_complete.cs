using System.Security.Cryptography;
using System.Text.Json;
using HandoffSaga.CanonicalJson;
using HandoffSaga.Intake;
using HandoffSaga.Ledger;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_guardian_says_all_signoffs_complete : IAsyncLifetime
{
    private const string Package = "PKG-2025-001-LP-TEST1";
    private static readonly byte[] Signoff = SampleSignoffs.For(Package, SampleSignoffs.ToNextNode());
    private Station _station = null!;

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started();
        (await _station.Send(Signoff)).ShouldBe(new IntakeResult.Accepted(Package));
        await _station.UntilComplete(Package);
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public void The_results_reach_the_vault_hub_once() =>
        _station.Vault.Deliveries.ShouldHaveSingleItem().IdempotencyKey.ShouldBe($"XFER-{Package}:vault_hub");

    [Fact]
    public void The_part_signal_reaches_the_next_node_once() =>
        _station.Floor.Deliveries.ShouldHaveSingleItem().TargetNode.ShouldBe("NODE-CP-001");

    [Fact]
    public async Task It_is_fully_complete()
    {
        var transfer = await _station.Queries.Find(Package, CancellationToken.None);
        transfer!.Status.ShouldBe("fully_complete");
        transfer.VaultStatus.ShouldBe("complete");
        transfer.NextNodeStatus.ShouldBe("complete");
        transfer.RetryCount.ShouldBe(0);
    }

    [Fact]
    public void The_vault_can_verify_guardian_from_the_package_alone()
    {
        var package = Parse(_station.Vault.Deliveries.Single().Payload);
        var signed = package.Without(
            "package_type",
            "transfer_id",
            "source_node",
            "completion_timestamp",
            "compliance_metadata",
            "audit_chain",
            "workflow_status",
            "guardian_signature"
        );
        signed.Utf8.ToArray().ShouldBe(Parse(Signoff).Without("guardian_signature").Utf8.ToArray());
    }

    [Fact]
    public async Task The_key_and_the_time_of_the_verdict_stand_in_the_package_and_in_the_ledger()
    {
        var compliance = Json(_station.Vault.Deliveries.Single().Payload).GetProperty("compliance_metadata");
        compliance.GetProperty("guardian_key_id").GetString().ShouldBe("guardian-1");
        compliance.GetProperty("authorization_verified_at").GetDateTimeOffset().ShouldBe(_station.Clock.GetUtcNow());

        var received = (await _station.LedgerOf(Package)).Single(e => e.Action == "receive_authorization").Metadata;
        received.Get("signature_verified")!.AsBoolean().ShouldBe(true);
        received.GetString("guardian_key_id").ShouldBe("guardian-1");
        received.GetString("authorization_verified_at").ShouldNotBeNull();
    }

    [Fact]
    public void The_vault_package_claims_nothing_that_was_not_checked()
    {
        var compliance = Json(_station.Vault.Deliveries.Single().Payload).GetProperty("compliance_metadata");
        compliance.GetProperty("all_approvals_verified").GetBoolean().ShouldBeFalse();
        compliance.GetProperty("test_procedure_followed").GetBoolean().ShouldBeFalse();
        compliance.GetProperty("approval_count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void The_next_node_gets_the_whole_next_contract_in_the_floor_hubs_wrapper()
    {
        var body = Json(_station.Floor.Deliveries.Single().Payload);
        body.GetProperty("target_node").GetString().ShouldBe("NODE-CP-001");
        var package = body.GetProperty("package");
        package.GetProperty("package_type").GetString().ShouldBe("part_ready");
        package.GetProperty("part_tracking").GetProperty("ready_for_pickup").GetBoolean().ShouldBeTrue();
        package.GetProperty("next_contract").GetProperty("smart_contract_id").GetString().ShouldBe("SC-2025-001-CP-TEST1");
        package
            .GetProperty("contract_metadata")
            .GetProperty("contract_sha256")
            .GetString()
            .ShouldBe(
                Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_station.Contracts, "SC-2025-001-CP-TEST1.yaml"))))
            );
    }

    [Fact]
    public void The_digest_is_that_of_the_body_as_sent()
    {
        foreach (var delivery in _station.Vault.Deliveries.Concat(_station.Floor.Deliveries))
        {
            delivery.PayloadSha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(delivery.Payload.Span)));
        }
    }

    [Fact]
    public async Task Every_step_stands_in_the_ledger_each_leg_in_a_trail_of_its_own()
    {
        var entries = await _station.LedgerOf(Package);
        Actions("transfer").ShouldBe(["receive_authorization", "read_routing", "execute_dual_transfer", "transfer_complete"]);
        Actions("vault_hub").ShouldBe(["prepare_vault", "transfer_to_vault"]);
        Actions("next_node").ShouldBe(["prepare_next_node", "transfer_to_next_node"]);

        string[] Actions(string trail) => [.. entries.Where(e => e.Trail == trail).OrderBy(e => e.TrailSeq).Select(e => e.Action)];
    }

    [Fact]
    public async Task Each_trail_is_an_unbroken_chain()
    {
        var entries = await _station.LedgerOf(Package);
        foreach (var trail in entries.GroupBy(e => e.Trail))
        {
            string? previous = null;
            var sequence = 0L;
            foreach (var entry in trail.OrderBy(e => e.TrailSeq))
            {
                entry.TrailSeq.ShouldBe(++sequence);
                entry.PrevTrail.ShouldBe(previous);
                previous = Convert.ToHexStringLower(LedgerHash.Leaf(entry.ToCanonicalBytes()));
            }
        }
    }

    [Fact]
    public async Task The_stored_signoff_is_what_guardian_signed()
    {
        var stored = await _station.Queries.Signoff(Package, CancellationToken.None);
        stored!.ShouldBe(Parse(Signoff).Utf8.ToArray());
    }

    [Fact]
    public async Task Nothing_is_left_in_the_outbox() => (await _station.OutboxRows()).ShouldBe(0);

    private static CanonicalObject Parse(ReadOnlyMemory<byte> json) =>
        CanonicalObject.Parse(json.Span, new CanonicalLimits(1 << 20, 64)).Object!;

    private static JsonElement Json(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<JsonElement>(json.Span);
}
