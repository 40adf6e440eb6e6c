using System.Text;
using HandoffSaga.Durability;
using HandoffSaga.SystemSpecs.Servers;
using RabbitMQ.Client;

namespace HandoffSaga.SystemSpecs.Broker;

public sealed class When_bytes_come_from_anybody(RealServers servers) : BrokerSpec(servers)
{
    [Fact]
    public async Task They_are_handed_over_as_they_came()
    {
        await using var station = await RawStation.Start(Broker);
        await using var channel = await Broker.Channel();

        await channel.BasicPublishAsync(
            "specs.topic",
            "parts.lp.1",
            mandatory: true,
            new BasicProperties
            {
                ContentType = "Application/JSON ; charset=utf-8",
                MessageId = "not-a-guid",
                CorrelationId = "XFER-1",
                ReplyTo = "somewhere",
                AppId = "python",
                UserId = "guest",
                Headers = new Dictionary<string, object?>
                {
                    ["text"] = "grüße",
                    ["number"] = 7,
                    ["bytes"] = new byte[] { 0xFF, 0xFE },
                },
            },
            "{}"u8.ToArray(),
            Ends
        );

        var message = await station.Handler.Next();
        Encoding.UTF8.GetString(message.Body.Span).ShouldBe("{}");
        (message.Exchange, message.RoutingKey, message.Queue).ShouldBe(("specs.topic", "parts.lp.1", RawStation.Queue));
        (message.ContentType, message.MessageId, message.CorrelationId).ShouldBe(
            ("Application/JSON ; charset=utf-8", "not-a-guid", "XFER-1")
        );
        (message.ReplyTo, message.AppId, message.UserId).ShouldBe(("somewhere", "python", "guest"));
        message.Headers["text"].ShouldBe("grüße");
        message.Headers["number"].ShouldBe(7);
        message.Headers["bytes"].ShouldBe(new byte[] { 0xFF, 0xFE });
        message.Redelivered.ShouldBeFalse();
        (await Broker.Count(RawStation.Queue)).ShouldBe(0u);
    }

    [Fact]
    public async Task No_bytes_and_no_properties_are_too_odd()
    {
        await using var station = await RawStation.Start(Broker);
        await using var channel = await Broker.Channel();
        BasicProperties[] odd =
        [
            new(),
            new() { ContentType = "not a media type" },
            new() { ContentType = "application/vnd.masstransit+json" },
            new()
            {
                ContentType = "",
                ContentEncoding = "gzip",
                Expiration = "60000",
                Priority = 9,
                Type = "",
                MessageId = "",
            },
            new()
            {
                CorrelationId = "\0\u001b[31m",
                ContentType = "application/json",
                Timestamp = new AmqpTimestamp(long.MaxValue),
                Headers = new Dictionary<string, object?>
                {
                    ["traceparent"] = "nonsense",
                    ["MT-MessageType"] = 12.5,
                    ["Content-Type"] = new List<object?> { 1, "x" },
                    [""] = null,
                    ["x-death"] = "not a list",
                    ["MessageId"] = true,
                    ["deep"] = new Dictionary<string, object?> { ["table"] = new List<object?> { new Dictionary<string, object?>() } },
                },
            },
        ];
        byte[][] bodies =
        [
            [],
            [0],
            [0xFF, 0xFE, 0xFD],
            "{"u8.ToArray(),
            "null"u8.ToArray(),
            "{\"messageType\":[\"urn:message:x\"],\"message\":{}}"u8.ToArray(),
            new byte[1 << 20],
        ];

        foreach (var properties in odd)
        {
            foreach (var body in bodies)
            {
                await channel.BasicPublishAsync("specs.fanout", "", mandatory: true, properties, body, Ends);
            }
        }

        var handled = new List<byte[]>();
        for (var i = 0; i < odd.Length * bodies.Length; i++)
        {
            handled.Add((await station.Handler.Next()).Body.ToArray());
        }

        foreach (var body in bodies)
        {
            handled.Count(other => other.AsSpan().SequenceEqual(body)).ShouldBe(odd.Length);
        }

        (await Broker.Queues()).Keys.Order().ShouldBe(["handoff.poison", RawStation.Queue]);
        (await Broker.Count("handoff.poison")).ShouldBe(0u);
    }

    [Theory]
    [InlineData(BrokerQueueType.Quorum, "quorum")]
    [InlineData(BrokerQueueType.Classic, "classic")]
    public async Task The_queues_are_of_the_type_that_was_asked_for_and_drop_nothing(BrokerQueueType type, string name)
    {
        await using var station = await RawStation.Start(Broker, type);

        foreach (var queue in (await Broker.Queues()).Values)
        {
            queue.GetProperty("durable").GetBoolean().ShouldBeTrue();
            queue.GetProperty("type").GetString().ShouldBe(name);
            if (type == BrokerQueueType.Quorum)
            {
                queue.GetProperty("arguments").GetProperty("x-delivery-limit").GetInt64().ShouldBeGreaterThan(1000);
            }
        }
    }
}
