using System.Security.Cryptography;
using System.Text;
using HandoffSaga.Durability;
using HandoffSaga.Hubs;
using HandoffSaga.Redelivery;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Specs.Wire;
using HandoffSaga.Transfers;

namespace HandoffSaga.Specs.Hubs.Amqp;

public sealed class When_a_hub_is_reached_over_a_broker
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_package_travels_as_it_is_under_the_names_of_the_contract()
    {
        await using var station = await OverBroker("amqp", "amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.ToNextNode()));

        var deliveries = new[] { await station.Broker!.Next(), await station.Broker.Next() }.ToDictionary(delivery => delivery.Exchange);
        var vault = deliveries["handoff.vault-deliveries"];
        var node = deliveries["handoff.node-deliveries"];

        vault.RoutingKey.ShouldBe("");
        vault.MessageId.ShouldBe("XFER-PKG-1:vault_hub");
        vault.CorrelationId.ShouldBe("XFER-PKG-1");
        vault.ReplyTo.ShouldBe("handoff.receipts");
        vault.ContentType.ShouldBe("application/json");
        vault.Headers.Keys.ShouldBe(["handoff-leg", "handoff-attempt", "handoff-payload-sha256", "traceparent"], ignoreOrder: true);
        vault.Headers["handoff-attempt"].ShouldBe(1);
        vault.Headers["handoff-payload-sha256"].ShouldBe(Convert.ToHexStringLower(SHA256.HashData(vault.Body.Span)));
        node.RoutingKey.ShouldBe("NODE-CP-001");
        node.MessageId.ShouldBe("XFER-PKG-1:next_node");
        node.Headers["handoff-target-node"].ShouldBe("NODE-CP-001");
        node.Headers["handoff-leg"].ShouldBe("next_node");

        var schemas = new WireSchemas();
        schemas.Hold("vault-package", vault.Body.Span);
        schemas.Hold("next-node-package", node.Body.Span);
    }

    [Fact]
    public async Task The_leg_is_complete_when_its_receipt_is_there_and_not_before()
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
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
        await using var station = await OverBroker("amqp", given: s => s.Broker!.Answers = async delivery =>
        {
            await s.Receive(ScriptedBroker.Receipt(delivery));
            return new RawPublishOutcome(RawPublishResult.Confirmed, null);
        });
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));

        await station.UntilComplete("PKG-1");
        await station.Broker!.Next();

        (await station.OutboxRows()).ShouldBe(0);
        (await Attempts(station)).ShouldBe(["1 delivered"]);
    }

    [Fact]
    public async Task Silence_until_the_deadline_is_a_failed_attempt_and_not_before()
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        await station.Broker!.Next();

        station.Clock.Advance(Deadline);
        (await station.Queries.Find("PKG-1", CancellationToken.None))!.VaultStatus.ShouldBe("transferring");
        station.Clock.Advance(TimeSpan.FromSeconds(2));

        var transfer = await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        transfer.Vault.LastError.ShouldBe("no receipt within 300 s");
        (await Attempts(station)).ShouldBe(["1 no_reply"]);
    }

    [Fact]
    public async Task The_deadline_outlives_the_process()
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        await station.Broker!.Next();

        await station.Restart();
        station.Broker.Waiting.ShouldBe(0, "the package is out; the hub has its time");
        station.Clock.Advance(Deadline + TimeSpan.FromSeconds(2));

        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
    }

    [Fact]
    public async Task The_next_attempt_sends_the_same_bytes_under_the_same_key()
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        var first = await station.Broker!.Next();

        station.Clock.Advance(Deadline + TimeSpan.FromSeconds(2));
        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        await station.UntilScheduled();
        station.Clock.Advance(TimeSpan.FromSeconds(11));
        var second = await station.Broker.Next();

        second.Body.ToArray().ShouldBe(first.Body.ToArray());
        second.MessageId.ShouldBe(first.MessageId);
        second.Headers["handoff-attempt"].ShouldBe(2);
    }

    [Fact]
    public async Task A_receipt_after_the_escalation_completes_the_leg()
    {
        await using var station = await OverBroker("amqp", given: s => s.Redelivery = RedeliveryPolicy.Default with { Delays = [] });
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        var delivery = await station.Broker!.Next();
        station.Clock.Advance(Deadline + TimeSpan.FromSeconds(2));
        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.Escalated);

        await station.Receive(ScriptedBroker.Receipt(delivery));

        (await station.UntilComplete("PKG-1")).Vault.NextAttemptAt.ShouldBeNull();
        (await station.OutboxRows()).ShouldBe(0, "the slow try is off");
    }

    [Fact]
    public async Task A_hub_that_answers_twice_changes_nothing_the_second_time()
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        var delivery = await station.Broker!.Next();
        await station.Receive(ScriptedBroker.Receipt(delivery));
        var complete = await station.UntilComplete("PKG-1");

        await station.Receive(ScriptedBroker.Receipt(delivery, "duplicate"));
        await station.Receive(ScriptedBroker.Receipt(delivery, "rejected", more: ",\"attempt\":1,\"reason\":\"second thoughts\""));

        (await Attempts(station)).ShouldBe(["1 delivered"]);
        var after = await station.Until("PKG-1", t => t.Version > complete.Version + 1);
        (after.Vault.Status, after.Vault.CompletedAt).ShouldBe((LegStatus.Complete, complete.Vault.CompletedAt));
        (await station.LedgerOf("PKG-1")).Count(entry => entry.Action == "late_receipt").ShouldBe(2);
        (await station.LedgerOf("PKG-1")).Count(entry => entry.Action == "transfer_to_vault").ShouldBe(1);
    }

    [Fact]
    public async Task A_rejection_is_for_good_unless_the_hub_says_otherwise()
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        await station.Receive(ScriptedBroker.Receipt(await station.Broker!.Next(), "rejected", more: ",\"reason\":\"disk full\",\"retryable\":true"));
        var waiting = await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        waiting.Vault.LastError.ShouldBe("rejected: disk full");

        await station.UntilScheduled();
        station.Clock.Advance(TimeSpan.FromSeconds(11));
        await station.Receive(ScriptedBroker.Receipt(await station.Broker.Next(), "rejected", more: ",\"reason\":\"no such order\""));

        (await station.Until("PKG-1", t => t.Vault.Status == LegStatus.Escalated)).Vault.LastError.ShouldBe("rejected: no such order");
        (await station.OutboxRows()).ShouldBe(0, "a rejection for good is tried no more");
    }

    [Fact]
    public async Task A_failure_told_of_an_older_attempt_decides_nothing()
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        var first = await station.Broker!.Next();
        station.Clock.Advance(Deadline + TimeSpan.FromSeconds(2));
        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        await station.UntilScheduled();
        station.Clock.Advance(TimeSpan.FromSeconds(11));
        await station.Broker.Next();

        await station.Receive(ScriptedBroker.Receipt(first, "rejected", more: ",\"attempt\":1"));

        (await station.Until("PKG-1", t => t.Vault.Trail.Sequence >= 4)).Vault.Status.ShouldBe(LegStatus.Pending);
    }

    [Fact]
    public async Task A_receipt_over_other_bytes_is_a_failed_attempt()
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));

        await station.Receive(ScriptedBroker.Receipt(await station.Broker!.Next(), sha256: new string('0', 64)));

        (await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending)).Vault.LastError.ShouldBe("digest_mismatch");
    }

    [Theory]
    [InlineData(RawPublishResult.Unroutable, "unroutable: no queue is bound to handoff.node-deliveries for NODE-CP-001")]
    [InlineData(RawPublishResult.Refused, "refused by the broker: why")]
    [InlineData(RawPublishResult.NotTaken, "not taken by the broker: why")]
    [InlineData(RawPublishResult.Unavailable, "broker not reached: why")]
    [InlineData(RawPublishResult.Unconfirmed, "not confirmed by the broker: why")]
    public async Task What_the_broker_does_not_take_is_a_failed_attempt_with_its_reason(object result, string error)
    {
        await using var station = await OverBroker("http", "amqp", s => s.Broker!.Answers = ScriptedBroker.Says((RawPublishResult)result, "why"));
        await station.Send(Signoffs.For("PKG-1", Signoffs.ToNextNode()));

        var transfer = await station.Until("PKG-1", t => t.NextNode.Status == LegStatus.RetryPending);

        transfer.NextNode.LastError.ShouldBe(error);
        (await station.Until("PKG-1", t => t.Vault.Status == LegStatus.Complete)).ShouldNotBeNull("the other leg does not care");
    }

    [Fact]
    public async Task A_broker_that_says_nothing_costs_no_more_than_the_time_out()
    {
        var never = new TaskCompletionSource<RawPublishOutcome>();
        var asked = new TaskCompletionSource();
        await using var station = await OverBroker("amqp", given: s => s.Broker!.Answers = _ =>
        {
            asked.TrySetResult();
            return never.Task;
        });
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        await asked.Task.WaitAsync(Station.Patience, TestContext.Current.CancellationToken);

        station.Clock.Advance(TimeSpan.FromSeconds(31));

        (await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending)).Vault.LastError.ShouldBe("not confirmed by the broker: no confirm within 30 s");
    }

    [Fact]
    public async Task A_confirm_that_took_long_gives_the_hub_its_whole_time_all_the_same()
    {
        var slow = new TaskCompletionSource<RawPublishOutcome>();
        var asked = new TaskCompletionSource();
        await using var station = await OverBroker("amqp", given: s => s.Broker!.Answers = _ =>
        {
            asked.TrySetResult();
            return slow.Task;
        });
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        await asked.Task.WaitAsync(Station.Patience, TestContext.Current.CancellationToken);
        station.Clock.Advance(TimeSpan.FromSeconds(20));
        var moved = station.NextCommit();
        slow.SetResult(new RawPublishOutcome(RawPublishResult.Confirmed, null));
        await moved;

        station.Clock.Advance(Deadline - TimeSpan.FromSeconds(1));
        (await station.Queries.Find("PKG-1", CancellationToken.None))!.VaultStatus.ShouldBe("transferring");
        station.Clock.Advance(TimeSpan.FromSeconds(2));

        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
    }

    [Fact]
    public async Task One_hub_may_be_reached_over_the_broker_and_the_other_by_http()
    {
        await using var station = await OverBroker("http", "amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.ToNextNode()));

        var node = await station.Broker!.Next();
        node.Exchange.ShouldBe("handoff.node-deliveries");
        await station.Receive(ScriptedBroker.Receipt(node));

        await station.UntilComplete("PKG-1");
        station.Vault.Deliveries.Count.ShouldBe(1);
        station.Floor.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_leg_keeps_the_protocol_it_began_with()
    {
        await using var station = await OverBroker("amqp", "amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.ToNextNode()));
        var first = await station.Broker!.Next();
        await station.Broker.Next();

        await station.Stop();
        (station.VaultConnector, station.FloorConnector) = ("http", "http");
        await station.Start();
        station.Clock.Advance(Deadline + TimeSpan.FromSeconds(2));
        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending && t.NextNode.Status == LegStatus.RetryPending);
        station.Clock.Advance(TimeSpan.FromSeconds(13));

        var again = await station.Broker.Next();
        new[] { "handoff.vault-deliveries", "handoff.node-deliveries" }.ShouldContain(again.Exchange);
        station.Vault.Deliveries.ShouldBeEmpty();
        station.Floor.Deliveries.ShouldBeEmpty();
        first.ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_a_broker_a_leg_that_began_over_one_says_what_is_missing()
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        await station.Broker!.Next();

        await station.Stop();
        (station.Broker, station.VaultConnector) = (null, "http");
        await station.Start();
        station.Clock.Advance(Deadline + TimeSpan.FromSeconds(2));

        var transfer = await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        transfer.Vault.LastError!.ShouldContain("set Bus:Provider to rabbitmq");
    }

    [Theory]
    [InlineData("not JSON at all", "no receipt: it is no JSON object with disposition and transfer_id")]
    [InlineData("{}", "no receipt: it is no JSON object with disposition and transfer_id")]
    [InlineData("""{"disposition":"accepted","transfer_id":"XFER-PKG-1"}""", "no receipt: leg is missing")]
    [InlineData("""{"disposition":"perhaps","transfer_id":"XFER-PKG-1","leg":"vault_hub","payload_sha256":"x"}""", "no receipt: disposition is none of accepted, duplicate, rejected")]
    [InlineData("""{"disposition":"accepted","transfer_id":"XFER-PKG-1","leg":"the_moon","payload_sha256":"x"}""", "leg is neither vault_hub nor next_node")]
    [InlineData("""{"disposition":"accepted","transfer_id":"XFER-PKG-9","leg":"vault_hub","payload_sha256":"x"}""", "nothing was ever sent to the vault_hub under this transfer_id")]
    [InlineData("""{"disposition":"accepted","transfer_id":"PKG-1","leg":"vault_hub","payload_sha256":"x"}""", "nothing was ever sent to the vault_hub under this transfer_id")]
    [InlineData("""{"disposition":"accepted","transfer_id":"XFER-PKG-1","leg":"next_node","payload_sha256":"x"}""", "nothing was ever sent to the next_node under this transfer_id")]
    [InlineData("""{"disposition":"accepted","transfer_id":"XFER-PKG-1","leg":"vault_hub","payload_sha256":"x","attempt":7}""", "attempt 7 was never made; the newest is 1")]
    public async Task What_is_no_receipt_of_ours_is_set_aside_with_its_reason_and_changes_nothing(string body, string reason)
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));
        var delivery = await station.Broker!.Next();

        await station.Receive(ScriptedBroker.Message(body));

        var (message, why) = station.Broker.SetAside.ShouldHaveSingleItem();
        why.ShouldBe(reason);
        Encoding.UTF8.GetString(message.Body.Span).ShouldBe(body);
        await station.Receive(ScriptedBroker.Receipt(delivery));
        await station.UntilComplete("PKG-1");
    }

    [Theory]
    [InlineData("""{"ledger_origin":"handoff.local/NODE-LP-001","ledger_size":0,"ledger_root":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}""", "consistent")]
    [InlineData("""{"ledger_origin":"handoff.local/NODE-LP-001","ledger_size":9,"ledger_root":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}""", "unknown")]
    [InlineData("\"nonsense\"", "malformed")]
    public async Task What_a_receipt_says_of_the_ledgers_head_is_kept_and_decides_nothing(string head, string standing)
    {
        await using var station = await OverBroker("amqp");
        await station.Send(Signoffs.For("PKG-1", Signoffs.WorkflowComplete()));

        await station.Receive(ScriptedBroker.Receipt(await station.Broker!.Next(), more: $",\"ledger_head_seen\":{head}"));

        (await station.UntilComplete("PKG-1")).Vault.Evidence.ShouldBe(Evidence.Receipt);
        (await station.Queries.Attempts("PKG-1", CancellationToken.None))!.Items.ShouldHaveSingleItem().LedgerHeadSeen!.Standing.ShouldBe(standing);
        station.Broker.SetAside.ShouldBeEmpty();
    }

    private static Task<Station> OverBroker(string vault, string floor = "http", Action<Station>? given = null) => Station.Started(station =>
    {
        station.Broker = new ScriptedBroker();
        (station.VaultConnector, station.FloorConnector) = (vault, floor);
        given?.Invoke(station);
    });

    private static async Task<string[]> Attempts(Station station) =>
        [.. (await station.Queries.Attempts("PKG-1", CancellationToken.None))!.Items.Select(attempt => $"{attempt.Attempt} {attempt.Outcome}")];
}
