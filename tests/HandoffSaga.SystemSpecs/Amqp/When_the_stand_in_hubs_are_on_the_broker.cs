using System.Text.Json;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.SystemSpecs.Broker;
using HandoffSaga.SystemSpecs.Deployment;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Amqp;

/// <summary>
/// <c>handoff hub --amqp</c>, on a broker whose users may do what <c>deploy/rabbitmq/definitions.json</c> says and nothing else.
/// </summary>
public sealed class When_the_stand_in_hubs_are_on_the_broker(RealServers servers) : BrokerSpec(servers)
{
    [Fact]
    public async Task A_plant_can_be_tried_with_nothing_but_the_program()
    {
        await using var defined = await DefinedBroker.Set(Server, Broker);
        await using var plant = await AmqpPlant.Start(Servers, Broker, ("Bus__Url", defined.As("handoff").AbsoluteUri));
        var folder = Path.Combine(plant.Folder.FullName, "hubs");
        await using var vault = HubProcess.Run(
            "--kind",
            "vault",
            "--amqp",
            defined.As("vault-hub").AbsoluteUri,
            "--folder",
            Path.Combine(folder, "vault"),
            "--fail",
            "once"
        );
        await using var floor = HubProcess.Run(
            "--kind",
            "floor",
            "--amqp",
            defined.As("floor-hub").AbsoluteUri,
            "--folder",
            Path.Combine(folder, "floor")
        );

        await plant.Publish(plant.Signoff("PKG-1"));
        await plant.Publish(plant.Signoff("PKG-2", last: true));

        var legs = (await plant.UntilComplete("PKG-1")).GetProperty("legs");
        Leg(legs, "vault_hub").ShouldBe((2, "receipt", "vault-hub"));
        Leg(legs, "next_node").ShouldBe((1, "receipt", "floor-hub"));
        await plant.UntilComplete("PKG-2");
        (await plant.Get("/transfers/PKG-1/attempts"))
            .GetProperty("items")
            .EnumerateArray()
            .ShouldContain(attempt =>
                attempt.GetProperty("outcome").GetString() == "transient"
                && attempt.GetProperty("error").GetString()!.Contains("set to fail with 503", StringComparison.Ordinal)
            );
        Directory.GetFiles(Path.Combine(folder, "vault")).Length.ShouldBe(2);
        Directory.GetFiles(Path.Combine(folder, "floor")).Length.ShouldBe(1);
        await plant.UntilNothingIsUnderWay();
        vault.Said.ShouldContain("Consuming deliveries from vault-hub.deliveries");
        vault.Said.ShouldNotContain("vault-hub-dev");
        (await vault.Terminate()).ShouldBe(0, vault.Said);
        (await floor.Terminate()).ShouldBe(0, floor.Said);
    }

    [Fact]
    public async Task What_is_sent_to_one_that_is_down_waits_in_its_queue()
    {
        FailRules.TryParse("down", out var down, out _).ShouldBeTrue();
        await using var plant = await AmqpPlant.Start(Servers, Broker, ("Hubs__Floor__Connector", "http"));
        await using var vault = await StandInHub.Start(
            new StandInHubOptions
            {
                Kind = HubKind.Vault,
                Broker = [Broker.Amqp],
                Fail = down!,
            },
            Ends
        );
        await plant.Publish(plant.Signoff("PKG-1", last: true));
        await plant.Until("PKG-1", transfer => transfer.GetProperty("vault_status").GetString() == "transferring");

        vault.Fail = FailRules.None;

        Leg((await plant.UntilComplete("PKG-1")).GetProperty("legs"), "vault_hub").ShouldBe((1, "receipt", "vault-hub"));
        vault.Received.ShouldHaveSingleItem().Answer.ShouldBe("accepted");
    }

    [Fact]
    public async Task What_no_dispatcher_sent_is_dropped_and_stops_nothing()
    {
        await using var plant = await AmqpPlant.Start(Servers, Broker);
        List<string> told = [];
        await using var vault = await StandInHub.Start(
            new StandInHubOptions
            {
                Kind = HubKind.Vault,
                Broker = [Broker.Amqp],
                Tell = line =>
                {
                    lock (told)
                    {
                        told.Add(line);
                    }
                },
            },
            Ends
        );

        await plant.Publish([0, 1, 2], exchange: "", routingKey: "vault-hub.deliveries");
        await plant.Publish(plant.Signoff("PKG-1", last: true));

        await plant.UntilComplete("PKG-1");
        vault.Kept.ShouldHaveSingleItem().IdempotencyKey.ShouldBe("XFER-PKG-1:vault_hub");
        (await plant.Waiting("vault-hub.deliveries")).ShouldBe(0u);
        lock (told)
        {
            told.ShouldContain(line => line.Contains("was dropped: message_id", StringComparison.Ordinal));
        }
    }

    private static (int Attempts, string? Evidence, string? By) Leg(JsonElement legs, string name) =>
        (
            legs.GetProperty(name).GetProperty("attempts").GetInt32(),
            legs.GetProperty(name).GetProperty("evidence").GetString(),
            legs.GetProperty(name).GetProperty("received_by").GetString()
        );
}
