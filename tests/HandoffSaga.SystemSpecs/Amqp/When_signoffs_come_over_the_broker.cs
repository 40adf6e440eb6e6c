using System.Text;
using System.Text.Json;
using HandoffSaga.Messages;
using HandoffSaga.SystemSpecs.Broker;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using MassTransit;

namespace HandoffSaga.SystemSpecs.Amqp;

public sealed class When_signoffs_come_over_the_broker(RealServers servers) : BrokerSpec(servers)
{
    [Fact]
    public async Task The_five_kinds_of_wrong_ones_are_rejected_recorded_and_acknowledged_and_nothing_loops()
    {
        await using var plant = await AmqpPlant.Start(Servers, Broker, ("Intake__MaxBytes", "64 KiB"));
        await plant.Publish(plant.Signoff("PKG-TAKEN", last: true));
        await plant.Until("PKG-TAKEN", _ => true);

        await plant.Publish("\"package_id\": {"u8.ToArray());
        await plant.Publish(AmqpPlant.Unsigned("PKG-UNSIGNED"));
        await plant.Publish(new byte[65 * 1024]);
        await plant.Publish(
            Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(plant.Signoff("PKG-WRONG")).Replace("\"test_id\":\"", "\"test_id\":7,\"was\":\"")
            )
        );
        await plant.Publish(plant.Signoff("PKG-TAKEN"));

        var refused = await plant.UntilRefused(5);
        refused
            .Select(rejection => rejection.GetProperty("reason").GetString())
            .ShouldBe(["not_json", "signature_missing_or_malformed", "too_large", "content", "conflict"], ignoreOrder: true);
        refused.ShouldAllBe(rejection =>
            rejection.GetProperty("source").GetString() == "queue" && rejection.GetProperty("detail").GetString() != ""
        );

        // What comes after them is taken, and they are gone from the broker for good.
        await plant.Publish(plant.Signoff("PKG-WRONG"));
        await plant.Until("PKG-WRONG", _ => true);
        (await plant.Waiting("handoff.signoffs")).ShouldBe(0u);
        (await plant.Waiting("handoff.poison")).ShouldBe(0u);
        (await Broker.Queues()).Keys.ShouldNotContain(queue => queue.EndsWith("_error") || queue.EndsWith("_skipped"));
        (await plant.UntilRefused(5)).Length.ShouldBe(5);
    }

    [Fact]
    public async Task Any_of_the_three_bodies_is_taken_and_the_same_content_in_another_is_a_duplicate()
    {
        await using var plant = await AmqpPlant.Start(Servers, Broker);
        var signoff = plant.Signoff("PKG-ONE");
        var text = Encoding.UTF8.GetString(signoff);

        await plant.Publish(signoff);
        await plant.Publish(
            Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"1","source":"/guardian","type":"signoff","data":{{text}}}"""),
            "application/cloudevents+json"
        );
        await plant.Publish(Encoding.UTF8.GetBytes("{\"messageType\":[],\"message\":" + text + "}"), "application/vnd.masstransit+json");
        await plant.Publish(Encoding.UTF8.GetBytes("{\"messageType\":[],\"message\":" + text + "}"));

        await plant.Until("PKG-ONE", _ => true);
        await UntilRecorded(plant, "PKG-ONE", "duplicate_authorization", 3);
        (await plant.Get("/rejected")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await plant.Get("/transfers")).GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_dotnet_Guardian_on_MassTransit_just_publishes()
    {
        await using var plant = await AmqpPlant.Start(Servers, Broker);
        var guardian = Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(Broker.Amqp);
            bus.Publish<GuardianSignoffComplete>();
        });
        await guardian.StartAsync(Ends);
        try
        {
            await guardian.Publish(JsonSerializer.Deserialize<GuardianSignoffComplete>(plant.Signoff("PKG-NET"))!, Ends);
        }
        finally
        {
            await guardian.StopAsync(Ends);
        }

        (await plant.Until("PKG-NET", _ => true)).GetProperty("clientpo_id").GetString().ShouldBe("CPO-2025-001");
    }

    private static async Task UntilRecorded(AmqpPlant plant, string packageId, string action, int times)
    {
        using var patience = new CancellationTokenSource(BusyMachine.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (
            (await plant.Get($"/transfers/{packageId}/audit"))
                .GetProperty("items")
                .EnumerateArray()
                .Count(entry => entry.GetProperty("action").GetString() == action) < times
        )
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
