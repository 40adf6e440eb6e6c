using System.Text;
using HandoffSaga.Closing;
using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Redelivery;
using HandoffSaga.Specs.Harness;

namespace HandoffSaga.Specs.Hubs.Amqp;

public sealed class When_a_hub_answers_over_a_broker
{
    [Fact]
    public async Task The_leg_is_complete_when_its_receipt_is_there_and_not_before()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var delivery = await station.Broker!.Next();
        (await station.Queries.Find("PKG-1", CancellationToken.None))!.VaultStatus.ShouldBe("transferring");

        await station.Receive(ScriptedBroker.Receipt(delivery));

        var transfer = await station.UntilComplete("PKG-1");
        transfer.Vault.Evidence.ShouldBe(Evidence.Receipt);
        transfer.Vault.ReceiptId.ShouldBe("R-1");
        transfer.Vault.ReceivedBy.ShouldBe("hub-1");
        (await station.OutboxRows()).ShouldBe(0, "the deadline goes with the receipt");
    }

    [Fact]
    public async Task A_receipt_that_overtakes_the_confirm_counts_and_leaves_nothing_behind()
    {
        await using var station = await StationOverBroker.Started(
            "amqp",
            given: s =>
                s.Broker!.Answers = async delivery =>
                {
                    await s.Receive(ScriptedBroker.Receipt(delivery));
                    return new RawPublishOutcome(RawPublishResult.Confirmed, null);
                }
        );
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));

        await station.UntilComplete("PKG-1");
        await station.Broker!.Next();

        (await station.OutboxRows()).ShouldBe(0);
        (await StationOverBroker.Attempts(station)).ShouldBe(["1 delivered"]);
    }

    [Fact]
    public async Task A_receipt_after_the_escalation_completes_the_leg()
    {
        await using var station = await StationOverBroker.Started(
            "amqp",
            given: s => s.Redelivery = RedeliveryPolicy.Default with { Delays = [] }
        );
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var delivery = await StationOverBroker.Delivered(station);
        station.Clock.Advance(StationOverBroker.Deadline + TimeSpan.FromSeconds(2));
        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.Escalated);

        await station.Receive(ScriptedBroker.Receipt(delivery));

        (await station.UntilComplete("PKG-1")).Vault.NextAttemptAt.ShouldBeNull();
        (await station.OutboxRows()).ShouldBe(0, "the slow try is off");
    }

    [Fact]
    public async Task A_receipt_after_the_leg_was_closed_completes_it_and_both_stay_on_record()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var delivery = await StationOverBroker.Delivered(station);
        await Close(station);

        await station.Receive(ScriptedBroker.Receipt(delivery));

        (await station.UntilComplete("PKG-1")).Vault.Closing.ShouldBeNull();
        (await station.OutboxRows()).ShouldBe(0);
        (await VaultTrail(station)).ShouldBe(["prepare_vault", "leg_closed", "transfer_to_vault"]);
    }

    [Fact]
    public async Task A_closed_legs_missing_receipt_ends_its_attempt_and_nothing_else()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var delivery = await StationOverBroker.Delivered(station);
        await Close(station);

        station.Clock.Advance(StationOverBroker.Deadline + TimeSpan.FromSeconds(2));

        var after = await station.Until("PKG-1", t => t.Vault.CommandToken is null);
        (after.Vault.Status, after.Vault.NextAttemptAt).ShouldBe((LegStatus.Closed, null));
        (await StationOverBroker.Attempts(station)).ShouldBe(["1 no_reply"]);
        (await station.OutboxRows()).ShouldBe(0, "neither another attempt nor an alert");

        // And what comes still later counts
        await station.Receive(ScriptedBroker.Receipt(delivery));
        await station.UntilComplete("PKG-1");
        (await VaultTrail(station)).ShouldBe(["prepare_vault", "leg_closed", "transfer_to_vault", "transfer_to_vault"]);
    }

    [Fact]
    public async Task A_hub_that_answers_twice_changes_nothing_the_second_time()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var delivery = await station.Broker!.Next();
        await station.Receive(ScriptedBroker.Receipt(delivery));
        var complete = await station.UntilComplete("PKG-1");

        await station.Receive(ScriptedBroker.Receipt(delivery, "duplicate"));
        await station.Receive(ScriptedBroker.Receipt(delivery, "rejected", more: ",\"attempt\":1,\"reason\":\"second thoughts\""));

        (await StationOverBroker.Attempts(station)).ShouldBe(["1 delivered"]);
        var after = await station.Until("PKG-1", t => t.Version > complete.Version + 1);
        (after.Vault.Status, after.Vault.CompletedAt).ShouldBe((LegStatus.Complete, complete.Vault.CompletedAt));
        (await station.LedgerOf("PKG-1")).Count(entry => entry.Action == "late_receipt").ShouldBe(2);
        (await station.LedgerOf("PKG-1")).Count(entry => entry.Action == "transfer_to_vault").ShouldBe(1);
    }

    [Fact]
    public async Task A_rejection_is_for_good_unless_the_hub_says_otherwise()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        await station.Receive(
            ScriptedBroker.Receipt(await station.Broker!.Next(), "rejected", more: ",\"reason\":\"disk full\",\"retryable\":true")
        );
        var waiting = await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        waiting.Vault.LastError.ShouldBe("rejected: disk full");

        await station.UntilScheduled();
        station.Clock.Advance(TimeSpan.FromSeconds(11));
        await station.Receive(ScriptedBroker.Receipt(await station.Broker.Next(), "rejected", more: ",\"reason\":\"no such order\""));

        (await station.Until("PKG-1", t => t.Vault.Status == LegStatus.Escalated)).Vault.LastError.ShouldBe("rejected: no such order");
        (await station.OutboxRows()).ShouldBe(0, "a rejection for good is tried no more");
    }

    [Fact]
    public async Task A_failure_reported_of_an_older_attempt_decides_nothing()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var first = await StationOverBroker.Delivered(station);
        station.Clock.Advance(StationOverBroker.Deadline + TimeSpan.FromSeconds(2));
        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        await station.UntilScheduled();
        station.Clock.Advance(TimeSpan.FromSeconds(11));
        await station.Broker!.Next();

        await station.Receive(ScriptedBroker.Receipt(first, "rejected", more: ",\"attempt\":1"));

        (await station.Until("PKG-1", t => t.Vault.Trail.Sequence >= 4)).Vault.Status.ShouldBe(LegStatus.Pending);
    }

    [Fact]
    public async Task A_receipt_over_other_bytes_is_a_failed_attempt()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));

        await station.Receive(ScriptedBroker.Receipt(await station.Broker!.Next(), sha256: new string('0', 64)));

        (await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending)).Vault.LastError.ShouldBe("digest_mismatch");
    }

    [Theory]
    [InlineData("not JSON at all", "no receipt: it is not a JSON object with disposition and transfer_id")]
    [InlineData("{}", "no receipt: it is not a JSON object with disposition and transfer_id")]
    [InlineData("""{"disposition":"accepted","transfer_id":"XFER-PKG-1"}""", "no receipt: leg is missing")]
    [InlineData("""{"data":{"disposition":"accepted","transfer_id":"XFER-PKG-1"}}""", "no receipt: it is inside the member data")]
    [InlineData(
        """{"disposition":"perhaps","transfer_id":"XFER-PKG-1","leg":"vault_hub","payload_sha256":"x"}""",
        "no receipt: disposition is not one of accepted, duplicate, rejected"
    )]
    [InlineData(
        """{"disposition":"accepted","transfer_id":"XFER-PKG-1","leg":"the_moon","payload_sha256":"x"}""",
        "leg is neither vault_hub nor next_node"
    )]
    [InlineData(
        """{"disposition":"accepted","transfer_id":"XFER-PKG-9","leg":"vault_hub","payload_sha256":"x"}""",
        "nothing was ever sent to the vault_hub under this transfer_id"
    )]
    [InlineData(
        """{"disposition":"accepted","transfer_id":"PKG-1","leg":"vault_hub","payload_sha256":"x"}""",
        "nothing was ever sent to the vault_hub under this transfer_id"
    )]
    [InlineData(
        """{"disposition":"accepted","transfer_id":"XFER-PKG-1","leg":"next_node","payload_sha256":"x"}""",
        "nothing was ever sent to the next_node under this transfer_id"
    )]
    [InlineData(
        """{"disposition":"accepted","transfer_id":"XFER-PKG-1","leg":"vault_hub","payload_sha256":"x","attempt":7}""",
        "attempt 7 was never made; the newest is 1"
    )]
    public async Task What_is_no_receipt_of_ours_is_set_aside_with_its_reason_and_changes_nothing(string body, string reason)
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        var delivery = await station.Broker!.Next();

        await station.Receive(ScriptedBroker.Message(body));

        var (message, why) = station.Broker.SetAside.ShouldHaveSingleItem();
        why.ShouldBe(reason);
        Encoding.UTF8.GetString(message.Body.Span).ShouldBe(body);
        await station.Receive(ScriptedBroker.Receipt(delivery));
        await station.UntilComplete("PKG-1");
    }

    [Theory]
    [InlineData(
        """{"ledger_origin":"handoff.local/NODE-LP-001","ledger_size":0,"ledger_root":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}""",
        "consistent"
    )]
    [InlineData(
        """{"ledger_origin":"handoff.local/NODE-LP-001","ledger_size":9,"ledger_root":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}""",
        "unknown"
    )]
    [InlineData("\"nonsense\"", "malformed")]
    public async Task What_a_receipt_says_of_the_ledgers_head_is_kept_and_decides_nothing(string head, string standing)
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));

        await station.Receive(ScriptedBroker.Receipt(await station.Broker!.Next(), more: $",\"ledger_head_seen\":{head}"));

        (await station.UntilComplete("PKG-1")).Vault.Evidence.ShouldBe(Evidence.Receipt);
        (await station.Queries.Attempts("PKG-1", CancellationToken.None))!
            .Items.ShouldHaveSingleItem()
            .LedgerHeadSeen!.Standing.ShouldBe(standing);
        station.Broker.SetAside.ShouldBeEmpty();
    }

    private static async Task Close(Station station) =>
        (
            await station.Closer.Close(
                "PKG-1",
                Destination.VaultHub,
                "the hub has it",
                new Requester("J. Doe", Authenticated: false),
                CancellationToken.None
            )
        ).ShouldBeOfType<CloseResult.Closed>();

    private static async Task<IEnumerable<string>> VaultTrail(Station station) =>
        (await station.LedgerOf("PKG-1")).Where(entry => entry.Trail == "vault_hub").Select(entry => entry.Action);
}
