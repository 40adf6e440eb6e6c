using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Broker;
using HandoffSaga.SystemSpecs.Servers;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace HandoffSaga.SystemSpecs.Deployment;

public sealed class When_rabbitmq_has_the_definitions(RealServers servers) : BrokerSpec(servers)
{
    [Fact]
    public async Task Each_user_may_do_what_it_is_there_for()
    {
        await using var defined = await DefinedBroker.Set(Server, Broker);

        (await defined.May("guardian", channel => Publish(channel, "guardian.signoffs"))).ShouldBeTrue();
        (await defined.May("vault-hub", channel => channel.BasicGetAsync("vault-hub.deliveries", autoAck: true, Ends))).ShouldBeTrue();
        (await defined.May("vault-hub", channel => Publish(channel, "handoff.receipts"))).ShouldBeTrue();
        (await defined.May("floor-hub", channel => channel.BasicGetAsync("floor-hub.deliveries", autoAck: true, Ends))).ShouldBeTrue();
        (await defined.May("floor-hub", channel => Publish(channel, "handoff.receipts"))).ShouldBeTrue();
        (await defined.May("operator", channel => channel.BasicGetAsync("handoff.poison", autoAck: false, Ends))).ShouldBeTrue();
        (await Broker.Count("handoff.signoffs")).ShouldBe(1u);
        (await Broker.Count("handoff.receipts")).ShouldBe(2u);
    }

    [Fact]
    public async Task And_nothing_else()
    {
        await using var defined = await DefinedBroker.Set(Server, Broker);
        (string User, string What, Func<IChannel, Task> Act)[] forbidden =
        [
            ("guardian", "publish to any queue", channel => Publish(channel, "", "handoff.signoffs")),
            ("guardian", "answer for a hub", channel => Publish(channel, "handoff.receipts")),
            ("guardian", "read signoffs", channel => channel.BasicGetAsync("handoff.signoffs", autoAck: false, Ends)),
            ("guardian", "declare", channel => channel.QueueDeclareAsync("handoff.mine", cancellationToken: Ends)),
            ("vault-hub", "publish to any queue", channel => Publish(channel, "", "handoff.receipts")),
            ("vault-hub", "authorize", channel => Publish(channel, "guardian.signoffs")),
            ("vault-hub", "read for the other hub", channel => channel.BasicGetAsync("floor-hub.deliveries", autoAck: false, Ends)),
            ("vault-hub", "read receipts", channel => channel.BasicGetAsync("handoff.receipts", autoAck: false, Ends)),
            ("floor-hub", "read for the other hub", channel => channel.BasicGetAsync("vault-hub.deliveries", autoAck: false, Ends)),
            ("floor-hub", "deliver to itself", channel => Publish(channel, "handoff.node-deliveries", "NODE-1")),
            ("floor-hub", "purge", channel => channel.QueueDeleteAsync("floor-hub.deliveries", cancellationToken: Ends)),
            ("operator", "publish", channel => Publish(channel, "guardian.signoffs")),
            ("operator", "delete", channel => channel.QueueDeleteAsync("handoff.poison", cancellationToken: Ends)),
            ("handoff", "read for a hub", channel => channel.BasicGetAsync("vault-hub.deliveries", autoAck: false, Ends)),
            ("handoff", "publish to any queue", channel => Publish(channel, "", "handoff.signoffs")),
        ];

        List<string> done = [];
        foreach (var (user, what, act) in forbidden)
        {
            if (await defined.May(user, act))
            {
                done.Add($"{user}: {what}");
            }
        }

        done.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dispatcher_takes_up_its_work_on_them_as_the_user_it_is_given()
    {
        await using var defined = await DefinedBroker.Set(Server, Broker);
        await using var store = new SqliteUnderTest();
        await store.Create();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurability(durability =>
        {
            store.Use(durability);
            durability
                .UseRabbitMq(new RabbitMqOptions { Hosts = [defined.As("handoff")] })
                .RawExchange(new RawExchange("handoff.vault-deliveries", RawExchangeType.Fanout) { Queue = "vault-hub.deliveries" })
                .RawExchange(
                    new RawExchange("handoff.node-deliveries", RawExchangeType.Topic) { Queue = "floor-hub.deliveries", RoutingKey = "#" }
                )
                .RawEndpoint<RawStation.ScriptedHandler>("handoff.signoffs", 4, new RawBinding("guardian.signoffs"));
        });
        using var dispatcher = builder.Build();
        await dispatcher.StartAsync(Ends);

        (await defined.May("guardian", channel => Publish(channel, "guardian.signoffs"))).ShouldBeTrue();

        (await dispatcher.Services.GetRequiredService<RawStation.ScriptedHandler>().Next()).Exchange.ShouldBe("guardian.signoffs");
        await dispatcher.StopAsync(Ends);
    }

    [Fact]
    public async Task A_delivery_that_its_hub_throws_away_lies_where_an_operator_finds_it()
    {
        await using var defined = await DefinedBroker.Set(Server, Broker);
        await defined.May("handoff", channel => Publish(channel, "handoff.vault-deliveries"));

        await defined.May(
            "vault-hub",
            async channel =>
            {
                var delivery = (await channel.BasicGetAsync("vault-hub.deliveries", autoAck: false, Ends)).ShouldNotBeNull();
                await channel.BasicRejectAsync(delivery.DeliveryTag, requeue: false, Ends);
            }
        );

        (await FirstOf("handoff.poison").Within()).ShouldBe("vault-hub.deliveries");
    }

    [Fact]
    public async Task What_is_returned_a_thousand_times_is_kept_and_no_longer_in_the_way()
    {
        await using var defined = await DefinedBroker.Set(Server, Broker);
        await defined.May("guardian", channel => Publish(channel, "guardian.signoffs"));

        await defined
            .May(
                "handoff",
                async channel =>
                {
                    for (var times = 0; times <= 1000; times++)
                    {
                        BasicGetResult? signoff;
                        while ((signoff = await channel.BasicGetAsync("handoff.signoffs", autoAck: false, Ends)) is null)
                        {
                            await Task.Yield();
                        }

                        await channel.BasicRejectAsync(signoff.DeliveryTag, requeue: true, Ends);
                    }
                }
            )
            .Within();

        (await FirstOf("handoff.poison").Within()).ShouldBe("handoff.signoffs");
        (await Broker.Count("handoff.signoffs")).ShouldBe(0u);
    }

    private static Task Publish(IChannel channel, string exchange, string routingKey = "") =>
        channel
            .BasicPublishAsync(exchange, routingKey, mandatory: true, new BasicProperties { Persistent = true }, "{}"u8.ToArray(), Ends)
            .AsTask();

    /// <summary>The queue the first message of <paramref name="queue"/> was thrown out of, as the broker noted on it.</summary>
    private async Task<string?> FirstOf(string queue)
    {
        await using var channel = await Broker.Channel();
        while (true)
        {
            if (await channel.BasicGetAsync(queue, autoAck: true, Ends) is { } found)
            {
                return found.BasicProperties.Headers?["x-first-death-queue"] is byte[] name
                    ? System.Text.Encoding.UTF8.GetString(name)
                    : null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ends);
        }
    }
}
