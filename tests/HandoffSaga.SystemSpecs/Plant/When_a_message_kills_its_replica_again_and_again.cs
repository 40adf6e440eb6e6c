using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Plant;

public sealed class When_a_message_kills_its_replica_again_and_again(RealServers servers)
{
    private const int KilledBySignal9 = 137;

    // RabbitMQ 4 drops a message by itself after 20 deliveries that were not acknowledged.
    private static readonly int Deaths = Rounds.Of(all: 30, few: 3);

    [Fact]
    public async Task It_is_still_there_for_the_one_that_lives()
    {
        // Given a signoff that waits on the broker, and nobody who takes it
        await using var plant = await PlantSite.On(servers);
        await using (var first = await plant.Start())
        {
            await When_messages_go_over_a_broker.Until(async () => await plant.Health(first) == HttpStatusCode.OK);
            plant.Replicas.Clear();
        }

        await plant.Publish(["PKG-DEADLY"]);

        // When each replica that begins with it is killed
        for (var death = 0; death < Deaths; death++)
        {
            (await plant.StartAndCrash("handoff.intake/started/*/1")).ShouldBe(
                KilledBySignal9,
                $"death {death}: the signoff was not there"
            );
        }

        // Then the next that lives hands the part on
        await plant.Start();
        await plant.UntilComplete(1);
        await plant.EachHubTookEachPackageOnce(1);
    }
}
