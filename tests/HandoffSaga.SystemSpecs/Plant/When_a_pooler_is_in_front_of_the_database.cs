using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.PgBouncer;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>The real program, started, migrated and run over PgBouncer.</summary>
public sealed class When_a_pooler_is_in_front_of_the_database(RealServers servers)
{
    [Theory]
    [InlineData(PoolMode.Session, 60)]
    [InlineData(PoolMode.Transaction, 6)]
    public async Task Three_replicas_move_every_package_once_and_no_good_signoff_is_put_aside(PoolMode mode, int poolSize)
    {
        const int packages = 120;
        await using var plant = await PlantSite.On(servers);
        await using var pooler = await Pooler.Start(plant.Database.ConnectionString, mode, poolSize);

        // Given replicas that start together, the first of which makes the schema
        var store = ("Store__ConnectionString", pooler.To(plant.Database.ConnectionString));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => plant.Start(store)));

        foreach (var replica in plant.Replicas)
            await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);

        // When signoffs come over the broker and over HTTP
        await plant.Publish(Enumerable.Range(0, packages / 2).Select(i => $"PKG-Q-{i}"));
        await Task.WhenAll(Enumerable.Range(0, packages / 2).Select(i => plant.Submit($"PKG-H-{i}")));

        // Then every package goes its way, once
        await plant.UntilComplete(packages);
        await plant.EachHubTookEachPackageOnce(packages);
        (await plant.Broker.Count("handoff.poison")).ShouldBe(0u);
        foreach (var replica in plant.Replicas)
            (await plant.Health(replica)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_pooler_in_statement_mode_is_one_line_and_a_refused_start()
    {
        await using var plant = await PlantSite.On(servers);
        await using var pooler = await Pooler.Start(plant.Database.ConnectionString, PoolMode.Statement);

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            plant.Start(("Store__ConnectionString", pooler.To(plant.Database.ConnectionString)))
        );

        refused.Message.ShouldContain("pool_mode = transaction");
        refused.Message.ShouldNotContain("   at ");
    }
}
