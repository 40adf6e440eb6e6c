using System.Security.Cryptography;
using HandoffSaga.SystemSpecs.AuditPacks;
using HandoffSaga.SystemSpecs.Broker;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Amqp;

public sealed class When_hubs_are_on_the_broker(RealServers servers) : BrokerSpec(servers)
{
    private const string VaultQueue = "vault-hub.deliveries";
    private const string FloorQueue = "floor-hub.deliveries";

    [Fact]
    public async Task Packages_and_receipts_cross_as_the_contract_says()
    {
        await using var plant = await AmqpPlant.Start(Servers, Broker);
        await plant.Publish(plant.Signoff("PKG-1"));

        var vault = await plant.Take(VaultQueue);
        var node = await plant.Take(FloorQueue);
        vault.Exchange.ShouldBe("handoff.vault-deliveries");
        vault.BasicProperties.MessageId.ShouldBe("XFER-PKG-1:vault_hub");
        vault.BasicProperties.CorrelationId.ShouldBe("XFER-PKG-1");
        vault.BasicProperties.ReplyTo.ShouldBe("handoff.receipts");
        vault.BasicProperties.ContentType.ShouldBe("application/json");
        vault.BasicProperties.Persistent.ShouldBeTrue();
        AmqpPlant.Header(vault, "handoff-payload-sha256").ShouldBe(Convert.ToHexStringLower(SHA256.HashData(vault.Body.Span)));
        vault.BasicProperties.Headers!["handoff-attempt"].ShouldBe(1);
        node.RoutingKey.ShouldBe("NODE-CP-001");
        AmqpPlant.Header(node, "handoff-target-node").ShouldBe("NODE-CP-001");
        foreach (var queue in new[] { VaultQueue, FloorQueue, "handoff.receipts", "handoff.signoffs" })
            (await Broker.Queues())[queue].GetProperty("arguments").GetProperty("x-queue-type").GetString().ShouldBe("quorum");

        // Both ways to answer lead to the same queue.
        await plant.Answer(vault);
        await plant.Answer(node, exchange: "handoff.receipts", routingKey: "");
        var complete = await plant.UntilComplete("PKG-1");
        complete.GetProperty("legs").GetProperty("vault_hub").GetProperty("evidence").GetString().ShouldBe("receipt");
        complete.GetProperty("legs").GetProperty("next_node").GetProperty("received_by").GetString().ShouldBe("specs");
        await plant.UntilNothingIsUnderWay();
    }

    [Fact]
    public async Task A_package_no_queue_wants_is_a_failed_attempt_and_goes_out_again()
    {
        await using var plant = await AmqpPlant.Start(
            Servers,
            Broker,
            ("Hubs__Vault__Connector", "http"),
            ("Redelivery__Delays", "1s,1s,1s,1s,1s")
        );
        await plant.Publish(plant.Signoff("PKG-BEFORE"));
        await plant.Answer(await plant.Take(FloorQueue)); // The station has declared all it needs by now, and will not bind the queue again.
        await plant.UntilComplete("PKG-BEFORE");
        await using var channel = await Broker.Channel();
        await channel.QueueUnbindAsync(FloorQueue, "handoff.node-deliveries", "#", null, Ends);
        await plant.Publish(plant.Signoff("PKG-2"));

        var waiting = await plant.Until("PKG-2", transfer => transfer.GetProperty("next_node_status").GetString() == "retry_pending");
        waiting
            .GetProperty("legs")
            .GetProperty("next_node")
            .GetProperty("last_error")
            .GetString()
            .ShouldBe("unroutable: no queue is bound to handoff.node-deliveries for NODE-CP-001");

        await channel.QueueBindAsync(FloorQueue, "handoff.node-deliveries", "#", null, noWait: false, Ends);
        await plant.Answer(await plant.Take(FloorQueue));
        await plant.UntilComplete("PKG-2");
    }

    [Fact]
    public async Task A_receipt_after_the_escalation_completes_the_leg_and_calls_the_slow_tries_off()
    {
        await using var plant = await AmqpPlant.Start(
            Servers,
            Broker,
            ("Redelivery__Delays", ""),
            ("Hubs__Vault__ReceiptDeadline", "500ms")
        );
        await plant.Publish(plant.Signoff("PKG-3", last: true));
        var delivery = await plant.Take(VaultQueue);
        var escalated = await plant.Until("PKG-3", transfer => transfer.GetProperty("status").GetString() == "escalated");
        escalated.GetProperty("legs").GetProperty("vault_hub").GetProperty("last_error").GetString().ShouldBe("no receipt within 0.5 s");

        await plant.Answer(delivery);

        await plant.UntilComplete("PKG-3");
        await plant.UntilNothingIsUnderWay();
    }

    [Fact]
    public async Task A_late_receipt_stands_beside_the_attempts_own_end_and_an_auditors_pack_of_it_holds()
    {
        await using var plant = await AmqpPlant.Start(
            Servers,
            Broker,
            ("Node__Id", "NODE-LP-001"),
            ("Redelivery__Delays", ""),
            ("Hubs__Vault__ReceiptDeadline", "500ms")
        );
        await plant.Publish(plant.Signoff("PKG-8", last: true));
        var delivery = await plant.Take(VaultQueue);
        await plant.Until("PKG-8", transfer => transfer.GetProperty("status").GetString() == "escalated");

        await plant.Answer(delivery);

        await plant.UntilComplete("PKG-8");
        var attempt = (await plant.Get("/transfers/PKG-8/attempts")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        attempt.GetProperty("outcome").GetString().ShouldBe("no_reply");
        attempt.GetProperty("late_receipt").GetProperty("outcome").GetString().ShouldBe("delivered");

        await plant.UntilTheLedgerIsPublished();
        var pack = new Tampering(await plant.AuditPack("PKG-8"));
        (await Verify(plant, pack)).ExitCode.ShouldBe(0, (await Verify(plant, pack)).Text);
        pack.Text(pack.Named("report.html")).ShouldContain("no receipt within 0.5 s<div>Late, at ");
        pack.Replace(pack.Named("attempts.json"), "\"receipt_id\":\"R-1\"", "\"receipt_id\":\"R-2\"");
        (await Verify(plant, pack.WithNewSums())).Text.ShouldContain("the ledger has no such late receipt");
    }

    [Fact]
    public async Task A_receipt_over_other_bytes_fails_the_attempt_and_the_package_comes_again()
    {
        await using var plant = await AmqpPlant.Start(Servers, Broker);
        await plant.Publish(plant.Signoff("PKG-4", last: true));
        var first = await plant.Take(VaultQueue);
        await plant.Answer(first, change: receipt => receipt["payload_sha256"] = new string('0', 64));

        var second = await plant.Take(VaultQueue);

        second.Body.ToArray().ShouldBe(first.Body.ToArray());
        second.BasicProperties.Headers!["handoff-attempt"].ShouldBe(2);
        await plant.Answer(second);
        await plant.UntilComplete("PKG-4");
        (await plant.Get("/transfers/PKG-4/attempts"))
            .GetProperty("items")
            .EnumerateArray()
            .Select(attempt => attempt.GetProperty("error").GetString())
            .ShouldBe(["digest_mismatch", null], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_no_receipt_lies_where_people_find_it_with_its_reason_and_stops_nothing()
    {
        await using var plant = await AmqpPlant.Start(Servers, Broker);
        await plant.Publish("garbage"u8.ToArray(), exchange: "", routingKey: "handoff.receipts");
        await plant.Publish(
            """{"transfer_id":"XFER-NOBODY","leg":"vault_hub","disposition":"accepted","payload_sha256":"x"}"""u8.ToArray(),
            exchange: "",
            routingKey: "handoff.receipts"
        );

        var reasons = new[]
        {
            AmqpPlant.Header(await plant.Take("handoff.poison"), "handoff-poison-reason"),
            AmqpPlant.Header(await plant.Take("handoff.poison"), "handoff-poison-reason"),
        };
        reasons.ShouldBe(
            [
                "no receipt: it is not a JSON object with disposition and transfer_id",
                "nothing was ever sent to the vault_hub under this transfer_id",
            ],
            ignoreOrder: true
        );

        await plant.Publish(plant.Signoff("PKG-5", last: true));
        await plant.Answer(await plant.Take(VaultQueue));
        await plant.UntilComplete("PKG-5");
    }

    [Fact]
    public async Task The_vault_may_be_on_http_and_the_nodes_on_the_broker_and_a_second_answer_changes_nothing()
    {
        await using var plant = await AmqpPlant.Start(Servers, Broker, ("Hubs__Vault__Connector", "http"));
        await plant.Publish(plant.Signoff("PKG-6"));
        var node = await plant.Take(FloorQueue);
        await plant.Answer(node);
        var complete = await plant.UntilComplete("PKG-6");
        plant.Vault.Kept.ShouldHaveSingleItem().IdempotencyKey.ShouldBe("XFER-PKG-6:vault_hub");

        await plant.Answer(node, "duplicate");
        await plant.Answer(node, "rejected");

        await plant.Publish(plant.Signoff("PKG-7"));
        await plant.Answer(await plant.Take(FloorQueue));
        await plant.UntilComplete("PKG-7");
        (await plant.Get("/transfers/PKG-6")).ToString().ShouldBe(complete.ToString());
        (await plant.Get("/transfers/PKG-6/audit"))
            .GetProperty("items")
            .EnumerateArray()
            .Count(entry => entry.GetProperty("action").GetString() == "late_receipt")
            .ShouldBe(2);
        await plant.UntilNothingIsUnderWay();
    }

    private static async Task<Finished> Verify(AmqpPlant plant, Tampering pack)
    {
        var folder = Path.Combine(plant.Folder.FullName, Path.GetRandomFileName());
        pack.Unpack(folder);
        return await Finished.Python(Path.Combine(folder, "verify.py"), folder, "--vkey", plant.LedgerKey);
    }
}
