using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Plant;

public sealed class When_the_database_is_away_for_long(RealServers servers)
{
    private const int Handoffs = 30;

    [Fact]
    public async Task Nothing_is_taken_from_the_broker_until_it_is_back_and_then_all_of_it()
    {
        await using var plant = await PlantSite.On(servers, hubsFail: "slow:300ms");
        var replica = await plant.Start(("Hubs__Vault__Concurrency", "2"), ("Hubs__Floor__Concurrency", "2"));
        await using var channel = await plant.Broker.Channel();
        await Parallel.ForEachAsync(Enumerable.Range(0, Handoffs), async (n, _) => await plant.Submit($"PKG-{n:D3}"));

        // 30 s: longer than an outage that is waited for with deliveries in hand
        await using (await plant.TakeDatabaseAway())
        {
            await When_messages_go_over_a_broker.Until(async () =>
                await channel.ConsumerCountAsync("handoff.vault-leg", TestContext.Current.CancellationToken) == 0 && await channel.ConsumerCountAsync("handoff.transfers", TestContext.Current.CancellationToken) == 0);
            (await plant.Health(replica)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        await plant.UntilComplete(Handoffs);
        await plant.EachHubTookEachPackageOnce(Handoffs);
        (await channel.ConsumerCountAsync("handoff.vault-leg", TestContext.Current.CancellationToken)).ShouldBe(1u);
        await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);
    }
}
