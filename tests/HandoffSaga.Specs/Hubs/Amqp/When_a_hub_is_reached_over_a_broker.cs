using System.Security.Cryptography;
using HandoffSaga.Durability;
using HandoffSaga.Legs;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Specs.Wire;

namespace HandoffSaga.Specs.Hubs.Amqp;

public sealed class When_a_hub_is_reached_over_a_broker
{
    [Fact]
    public async Task The_package_travels_as_it_is_under_the_names_of_the_contract()
    {
        await using var station = await StationOverBroker.Started("amqp", "amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.ToNextNode()));

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

    [Theory]
    [InlineData(
        RawPublishResult.Unroutable,
        "unroutable: no queue is bound to handoff.node-deliveries for NODE-CP-001",
        "broker:unroutable"
    )]
    [InlineData(RawPublishResult.Rejected, "rejected by the broker: why", "broker:refused")]
    [InlineData(RawPublishResult.NotTaken, "not taken by the broker: why", "broker:not_taken")]
    [InlineData(RawPublishResult.Unavailable, "broker not reached: why", "broker:unavailable")]
    [InlineData(RawPublishResult.Unconfirmed, "not confirmed by the broker: why", "broker:unconfirmed")]
    public async Task What_the_broker_does_not_take_is_a_failed_attempt_with_its_reason(object result, string error, string code)
    {
        await using var station = await StationOverBroker.Started(
            "http",
            "amqp",
            s => s.Broker!.Answers = ScriptedBroker.Says((RawPublishResult)result, "why")
        );
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.ToNextNode()));

        var transfer = await station.Until("PKG-1", t => t.NextNode.Status == LegStatus.RetryPending);

        (transfer.NextNode.LastError, transfer.NextNode.LastErrorCode).ShouldBe((error, code));
        (await station.Until("PKG-1", t => t.Vault.Status == LegStatus.Complete)).ShouldNotBeNull("the other leg does not care");
    }

    [Fact]
    public async Task A_broker_that_says_nothing_costs_no_more_than_the_time_out()
    {
        var never = new TaskCompletionSource<RawPublishOutcome>();
        var asked = new TaskCompletionSource();
        await using var station = await StationOverBroker.Started(
            "amqp",
            given: s =>
                s.Broker!.Answers = _ =>
                {
                    asked.TrySetResult();
                    return never.Task;
                }
        );
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        await asked.Task.WaitAsync(Station.Patience, TestContext.Current.CancellationToken);

        station.Clock.Advance(TimeSpan.FromSeconds(31));

        (await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending)).Vault.LastError.ShouldBe(
            "not confirmed by the broker: no confirm within 30 s"
        );
    }

    [Fact]
    public async Task One_hub_may_be_reached_over_the_broker_and_the_other_by_http()
    {
        await using var station = await StationOverBroker.Started("http", "amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.ToNextNode()));

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
        await using var station = await StationOverBroker.Started("amqp", "amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.ToNextNode()));
        var first = new[] { await station.Broker!.Next(), await station.Broker.Next() }.ToDictionary(delivery => delivery.Exchange);

        await station.Stop();
        (station.VaultConnector, station.FloorConnector) = ("http", "http");
        await station.Start();
        station.Clock.Advance(StationOverBroker.Deadline + TimeSpan.FromSeconds(2));
        await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending && t.NextNode.Status == LegStatus.RetryPending);
        station.Clock.Advance(TimeSpan.FromSeconds(13));

        var again = await station.Broker.Next();
        again.Body.ToArray().ShouldBe(first[again.Exchange].Body.ToArray());
        station.Vault.Deliveries.ShouldBeEmpty();
        station.Floor.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_broker_a_leg_that_began_over_one_says_what_is_missing()
    {
        await using var station = await StationOverBroker.Started("amqp");
        await station.Send(SampleSignoffs.For("PKG-1", SampleSignoffs.WorkflowComplete()));
        await station.Broker!.Next();

        await station.Stop();
        (station.Broker, station.VaultConnector) = (null, "http");
        await station.Start();
        station.Clock.Advance(StationOverBroker.Deadline + TimeSpan.FromSeconds(2));

        var transfer = await station.Until("PKG-1", t => t.Vault.Status == LegStatus.RetryPending);
        transfer.Vault.LastError!.ShouldContain("set Bus:Provider to rabbitmq");
        transfer.Vault.LastErrorCode.ShouldBe("config:connector_missing");
    }
}
