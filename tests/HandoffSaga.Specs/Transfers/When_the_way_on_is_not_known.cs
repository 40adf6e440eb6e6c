using System.Text.Json.Nodes;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Transfers;

public sealed class When_the_way_on_is_not_known
{
    private const string Package = "PKG-1";

    [Fact]
    public async Task A_missing_next_contract_holds_the_next_node_leg_and_completes_nothing()
    {
        await using var station = await Station.Started();

        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode("SC-NOT-THERE.yaml")));

        var transfer = await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        transfer.NextNode.Status.ShouldBe(LegStatus.Held);
        transfer.NextNode.HeldReason.ShouldBe("contract_missing");
        transfer.CompletedAt.ShouldBeNull();
        station.Floor.Deliveries.ShouldBeEmpty();
        (await station.Queries.Find(Package, CancellationToken.None))!.Status.ShouldBe("held");
    }

    [Fact]
    public async Task A_contract_that_appears_is_found_at_the_next_look()
    {
        await using var station = await Station.Started();
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode("SC-LATE.yaml")));
        await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        station.Clock.Advance(TimeSpan.FromMinutes(1));
        await station.Until(Package, t => t.Version >= 3);
        station.GivenContract("SC-LATE");

        station.Clock.Advance(TimeSpan.FromMinutes(1));

        var transfer = await station.UntilComplete(Package);
        transfer.NextNode.Attempts.ShouldBe(1);
        (transfer.NextNode.HeldReason, transfer.NextNode.LastError).ShouldBe((null, null));
        (await station.LedgerOf(Package)).Count(e => e.Action == "contract_missing").ShouldBe(1);
    }

    [Fact]
    public async Task The_look_for_a_missing_contract_survives_a_restart()
    {
        await using var station = await Station.Started();
        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode("SC-LATE.yaml")));
        await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        await station.Restart();
        station.GivenContract("SC-LATE");

        station.Clock.Advance(TimeSpan.FromMinutes(1));

        await station.UntilComplete(Package);
    }

    [Fact]
    public async Task A_missing_trigger_is_never_the_end_of_the_workflow()
    {
        await using var station = await Station.Started();

        await station.Send(SampleSignoffs.For(Package, trigger: null));

        var transfer = await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        (transfer.NextNode.Status, transfer.NextNode.HeldReason).ShouldBe((LegStatus.Held, "routing_missing"));
        transfer.CompletedAt.ShouldBeNull();
    }

    [Fact]
    public async Task The_completed_contracts_own_trigger_serves_where_none_was_signed()
    {
        await using var station = await Station.Started(s =>
            s.GivenContract(
                "SC-2025-001-LP-TEST1",
                """
                smart_contract_id: SC-2025-001-LP-TEST1
                clientpo_id: CPO-2025-001
                contract_type: test
                routing_trigger:
                  type: next_node
                  next_station: NODE-CP-001
                  next_contract: SC-2025-001-CP-TEST1.yaml
                """
            )
        );

        await station.Send(SampleSignoffs.For(Package, trigger: null));

        (await station.UntilComplete(Package)).NextNode.TargetNode.ShouldBe("NODE-CP-001");
    }

    [Fact]
    public async Task A_signed_trigger_that_contradicts_the_contract_is_held()
    {
        await using var station = await Station.Started(s =>
            s.GivenContract(
                "SC-2025-001-LP-TEST1",
                """
                smart_contract_id: SC-2025-001-LP-TEST1
                clientpo_id: CPO-2025-001
                contract_type: test
                routing_trigger:
                  type: workflow_complete
                  is_final_contract: true
                """
            )
        );

        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode()));

        var transfer = await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        (transfer.NextNode.Status, transfer.NextNode.HeldReason).ShouldBe((LegStatus.Held, "routing_conflict"));
        station.Floor.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_operator_has_a_corrected_contract_read_again()
    {
        await using var station = await Station.Started();
        await station.Send(SampleSignoffs.For(Package, trigger: null));
        await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        station.GivenContract(
            "SC-2025-001-LP-TEST1",
            """
            smart_contract_id: SC-2025-001-LP-TEST1
            contract_type: test
            routing_trigger:
              type: workflow_complete
              is_final_contract: true
            """
        );

        var result = await station.Desk.Request(
            Package,
            Destination.NextNode,
            "the trigger was added",
            new Requester("J. Doe", Authenticated: false),
            CancellationToken.None
        );

        result.ShouldBeOfType<HandoffSaga.Redelivery.RedeliveryResult.Requested>();
        var leg = (await station.UntilComplete(Package)).NextNode;
        (leg.Status, leg.HeldReason, leg.LastError).ShouldBe((LegStatus.NotApplicable, null, null));
    }

    [Fact]
    public async Task Another_clients_contract_is_never_sent()
    {
        await using var station = await Station.Started(s =>
            s.GivenContract(
                "SC-OTHER",
                """
                smart_contract_id: SC-OTHER
                clientpo_id: CPO-SOMEONE-ELSE
                contract_type: test
                """
            )
        );

        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.ToNextNode("SC-OTHER.yaml")));

        var transfer = await station.Until(Package, t => t.Vault.Status == LegStatus.Complete);
        (transfer.NextNode.Status, transfer.NextNode.HeldReason).ShouldBe((LegStatus.Held, "contract_invalid"));
    }

    [Fact]
    public async Task Only_an_explicit_end_ends_the_workflow()
    {
        await using var station = await Station.Started();

        await station.Send(SampleSignoffs.For(Package, SampleSignoffs.WorkflowComplete()));

        var transfer = await station.UntilComplete(Package);
        transfer.NextNode.Status.ShouldBe(LegStatus.NotApplicable);
        station.Floor.Deliveries.ShouldBeEmpty();
        station.Vault.Deliveries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Results_go_to_the_vault_even_where_the_trigger_says_otherwise()
    {
        await using var station = await Station.Started();
        var trigger = SampleSignoffs.WorkflowComplete();
        trigger["vault_transfer"] = JsonValue.Create(false);

        await station.Send(SampleSignoffs.For(Package, trigger));

        await station.UntilComplete(Package);
        station.Vault.Deliveries.Count.ShouldBe(1);
    }
}
