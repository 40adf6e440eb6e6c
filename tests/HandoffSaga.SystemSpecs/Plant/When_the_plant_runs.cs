using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Plant;

public sealed class When_the_plant_runs(RealServers servers)
{
    private const int Handoffs = 40;

    public static TheoryData<string, string, string> Ways =>
        [
            .. Rounds.Of(
                ("broker", "broker", "quorum"),
                ("local", "broker", "quorum"),
                ("local", "local", "classic"),
                ("broker", "local", "quorum")
            ),
        ];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_handoff_completes_whichever_way_its_messages_go(string replies, string commands, string queues)
    {
        await using var plant = await PlantSite.On(servers, hubsFail: "every:5");
        await plant.Start(("Bus__Replies", replies), ("Bus__Commands", commands), ("Bus__QueueType", queues));

        await Parallel.ForEachAsync(Enumerable.Range(0, Handoffs), async (n, _) => await plant.Submit($"PKG-{n:D3}"));

        await plant.UntilComplete(Handoffs);
        await plant.EachHubTookEachPackageOnce(Handoffs);
        (await plant.Broker.Queues())
            .Where(queue => queue.Key.StartsWith("handoff.", StringComparison.Ordinal))
            .ShouldAllBe(queue => queue.Value.GetProperty("type").GetString() == queues);
    }

    [Fact]
    public async Task A_person_recognizes_what_is_on_the_broker()
    {
        await using var plant = await PlantSite.On(servers);
        await plant.Start();
        await plant.Submit("PKG-1");
        await plant.UntilComplete(1);

        (await plant.Broker.Queues())
            .Keys.Order()
            .ShouldBe(
                [
                    "handoff.alert-deliveries",
                    "handoff.next-node-leg",
                    "handoff.poison",
                    "handoff.receipts",
                    "handoff.signoffs",
                    "handoff.transfers",
                    "handoff.vault-leg",
                ],
                ignoreOrder: true
            );
        var exchanges = await plant.Broker.Exchanges();
        exchanges.ShouldContain("handoff.alerts");
        exchanges.ShouldContain("HandoffSaga.Messages:VaultTransferRequested");
        exchanges.ShouldContain("HandoffSaga.Messages:NextNodeTransferRequested");
    }

    [Fact]
    public async Task It_stops_in_order_when_it_is_told_to_and_leaves_the_rest_to_the_next()
    {
        await using var plant = await PlantSite.On(servers, hubsFail: "slow:500ms");
        var first = await plant.Start();
        await Parallel.ForEachAsync(Enumerable.Range(0, Handoffs), async (n, _) => await plant.Submit($"PKG-{n:D3}"));

        (await first.Terminate()).ShouldBe(0);

        plant.Replicas.Clear();
        await plant.Start();
        await plant.UntilComplete(Handoffs);
        await plant.EachHubTookEachPackageOnce(Handoffs);
        plant.Vault.Received.Count.ShouldBe(Handoffs);
        plant.Floor.Received.Count.ShouldBe(Handoffs);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_hub_that_is_down_makes_nobody_unready_and_people_who_listen_on_the_broker_hear_of_it()
    {
        await using var plant = await PlantSite.On(servers, hubsFail: "status:503");
        var replica = await plant.Start(("Redelivery__Delays", ""), ("Redelivery__AfterEscalation", "off"));
        await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);
        await using var channel = await plant.Broker.Channel();
        await channel.QueueDeclareAsync(
            "listener",
            durable: true,
            exclusive: false,
            autoDelete: false,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await channel.QueueBindAsync(
            "listener",
            "handoff.alerts",
            "transfer_failure",
            cancellationToken: TestContext.Current.CancellationToken
        );

        await plant.Submit("PKG-1");

        await When_messages_go_over_a_broker.Until(async () => await plant.Broker.Count("listener") == 2);
        var alert = (await channel.BasicGetAsync("listener", autoAck: true, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        var json = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(alert.Body.Span);
        json.GetProperty("alert_type").GetString().ShouldBe("transfer_failure");
        json.GetProperty("package_id").GetString().ShouldBe("PKG-1");
        (await plant.Health(replica)).ShouldBe(HttpStatusCode.OK);
    }
}
