using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

public sealed class When_the_broker_dies_while_hubs_work(RealServers servers) : IAsyncLifetime
{
    private const int Handoffs = 12;

    private RabbitMqServer _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await PrivateRabbitMq.Start();

    public async ValueTask DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task No_attempt_fails_because_of_it()
    {
        // Given hubs that take their time, and all packages on the way to them
        await using var plant = await PlantSite.On(servers, _broker, hubsFail: "slow:4s");
        var replica = await plant.Start(("Hubs__Vault__Timeout", "2m"), ("Hubs__Floor__Timeout", "2m"));
        await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);
        await plant.Publish([.. Enumerable.Range(0, Handoffs).Select(n => $"PKG-{n:D3}")]);
        await When_messages_go_over_a_broker.Until(async () =>
            await plant.Database.Ask<long>("SELECT count(*) FROM attempts WHERE started_at IS NOT NULL AND ended_at IS NULL")
            == Handoffs * 2
        );

        // When the broker dies, and with it every delivery of a command
        await _broker.Kill();
        await _broker.StartAgain();

        // Then the hubs' answers count
        await plant.UntilComplete(Handoffs);
        await plant.EachHubTookEachPackageOnce(Handoffs);
        (
            await plant.Database.Ask<string>(
                "SELECT coalesce(string_agg(concat_ws(' ', leg, attempt, outcome, error), E'\\n'), '') FROM attempts WHERE outcome IS DISTINCT FROM 'delivered' OR attempt > 1"
            )
        ).ShouldBe("");
    }
}
