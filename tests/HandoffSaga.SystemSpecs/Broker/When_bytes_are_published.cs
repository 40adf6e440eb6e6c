using System.Text;
using HandoffSaga.Durability;
using HandoffSaga.SystemSpecs.Servers;
using RabbitMQ.Client;

namespace HandoffSaga.SystemSpecs.Broker;

public sealed class When_bytes_are_published(RealServers servers) : BrokerSpec(servers)
{
    private static readonly RawExchange Deliveries = new("specs.deliveries", RawExchangeType.Topic)
    {
        Queue = "specs.hub",
        RoutingKey = "NODE.#",
    };

    [Fact]
    public async Task They_arrive_with_the_properties_they_were_given()
    {
        await using var station = await RawStation.Start(Broker, exchanges: Deliveries);

        var outcome = await station.Publisher.Publish(
            new RawPublication("specs.deliveries", "NODE.CP-001", "{}"u8.ToArray())
            {
                MessageId = "XFER-1:next_node",
                CorrelationId = "XFER-1",
                ReplyTo = "handoff.receipts",
                Headers = new Dictionary<string, object?> { ["handoff-leg"] = "next_node", ["handoff-attempt"] = 3 },
            },
            Ends
        );

        outcome.ShouldBe(new RawPublishOutcome(RawPublishResult.Confirmed, null));
        await using var channel = await Broker.Channel();
        var arrived = (await channel.BasicGetAsync("specs.hub", autoAck: true, Ends)).ShouldNotBeNull();
        arrived.RoutingKey.ShouldBe("NODE.CP-001");
        arrived.BasicProperties.MessageId.ShouldBe("XFER-1:next_node");
        arrived.BasicProperties.CorrelationId.ShouldBe("XFER-1");
        arrived.BasicProperties.ReplyTo.ShouldBe("handoff.receipts");
        arrived.BasicProperties.ContentType.ShouldBe("application/json");
        arrived.BasicProperties.Persistent.ShouldBeTrue();
        Encoding.UTF8.GetString((byte[])arrived.BasicProperties.Headers!["handoff-leg"]!).ShouldBe("next_node");
        arrived.BasicProperties.Headers["handoff-attempt"].ShouldBe(3);
    }

    [Fact]
    public async Task What_no_queue_wants_is_known_at_once()
    {
        await using var station = await RawStation.Start(Broker, exchanges: Deliveries);

        var outcome = await station.Publisher.Publish(new RawPublication("specs.deliveries", "elsewhere", "{}"u8.ToArray()), Ends);

        outcome.ShouldBe(new RawPublishOutcome(RawPublishResult.Unroutable, "312 NO_ROUTE"));
    }

    [Fact]
    public async Task An_exchange_that_is_not_there_rejects_and_is_no_trouble_of_another()
    {
        await using var station = await RawStation.Start(Broker, exchanges: Deliveries);

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .SelectMany(i =>
                    new[]
                    {
                        station.Publisher.Publish(new RawPublication("specs.nowhere", "", "{}"u8.ToArray()), Ends),
                        station.Publisher.Publish(new RawPublication("specs.deliveries", "NODE.1", "{}"u8.ToArray()), Ends),
                    }
                )
        );

        outcomes
            .Where((_, i) => i % 2 == 0)
            .ShouldAllBe(outcome => outcome.Result == RawPublishResult.Rejected && outcome.Detail!.StartsWith("404 NOT_FOUND"));
        outcomes.Where((_, i) => i % 2 == 1).ShouldAllBe(outcome => outcome.IsConfirmed);
    }

    [Fact]
    public async Task An_exchange_that_others_declared_differently_is_taken_as_it_is()
    {
        await using var channel = await Broker.Channel();
        await channel.ExchangeDeclareAsync(
            "specs.deliveries",
            ExchangeType.Direct,
            durable: true,
            autoDelete: false,
            cancellationToken: Ends
        );
        await channel.QueueDeclareAsync(
            "specs.hub",
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-max-length"] = 5 },
            cancellationToken: Ends
        );
        await channel.QueueBindAsync("specs.hub", "specs.deliveries", "NODE.1", cancellationToken: Ends);
        await using var station = await RawStation.Start(Broker, exchanges: Deliveries);

        (
            await station.Publisher.Publish(new RawPublication("specs.deliveries", "NODE.1", "{}"u8.ToArray()), Ends)
        ).IsConfirmed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_queue_is_named()
    {
        await using var channel = await Broker.Channel();
        await channel.QueueDeclareAsync(
            "specs.full",
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" },
            cancellationToken: Ends
        );
        await using var station = await RawStation.Start(Broker);

        (await station.Publisher.Publish(new RawPublication("", "specs.full", "1"u8.ToArray()), Ends)).IsConfirmed.ShouldBeTrue();
        RawPublishOutcome outcome;
        do
        {
            outcome = await station.Publisher.Publish(new RawPublication("", "specs.full", "2"u8.ToArray()), Ends);
        } while (outcome.IsConfirmed);

        outcome.Result.ShouldBe(RawPublishResult.NotTaken);
    }
}
