using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Plant;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.PgBouncer;

namespace HandoffSaga.SystemSpecs.Doctor;

public sealed class When_a_plant_is_examined(RealServers servers)
{
    [Fact]
    public async Task The_doctor_tells_broker_and_database_with_their_versions_beside_the_service()
    {
        await using var plant = await PlantSite.On(servers);
        await plant.Start();
        await plant.Submit("PKG-1");
        await plant.UntilComplete(1);

        var examined = await Examine(plant);

        examined.Text.ShouldContain("ok      broker: RabbitMQ ");
        examined.Text.ShouldContain("ok      database: PostgreSQL ");
        examined.Text.ShouldContain("reached directly");
        examined.ExitCode.ShouldBe(0, examined.Text + examined.Error);
    }

    [Fact]
    public async Task It_names_a_pooler_a_rejected_login_and_a_server_that_is_not_there()
    {
        await using var plant = await PlantSite.On(servers);
        await plant.Start();
        await using var pooler = await Pooler.Start(plant.Database.ConnectionString, PoolMode.Transaction);
        var wrong = new UriBuilder(plant.Broker.Amqp) { Password = "wrong" }.Uri.ToString();

        var examined = await Examine(plant, ("Store__ConnectionString", pooler.To(plant.Database.ConnectionString)), ("Bus__Url", wrong));

        examined.Text.ShouldContain("behind a connection pooler");
        examined.Text.ShouldContain("failed  broker: ");
        examined.Text.ShouldContain("the broker rejects user guest");
        examined.Text.ShouldNotContain("wrong@");
        examined.ExitCode.ShouldBe(6);

        var nowhere = $"amqp://guest:guest@127.0.0.1:{FreePort.Next()}/";
        (await Examine(plant, ("Bus__Url", nowhere))).Text.ShouldContain("connection refused");
    }

    private static Task<Finished> Examine(PlantSite plant, params (string Key, string Value)[] more) => plant.Runs(more, "doctor");
}
