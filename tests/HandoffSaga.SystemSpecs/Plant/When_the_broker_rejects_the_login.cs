using System.Diagnostics;
using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

public sealed class When_the_broker_rejects_the_login(RealServers servers) : IAsyncLifetime
{
    private static readonly TimeSpan Truth = TimeSpan.FromSeconds(15);

    private PrivateRabbitMq _broker = null!;

    public async ValueTask InitializeAsync() => _broker = (PrivateRabbitMq)await PrivateRabbitMq.Start();

    public async ValueTask DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task Run_and_health_and_the_stand_in_hub_say_why_in_one_line_and_go_on_when_it_lets_them_in()
    {
        await using var plant = await PlantSite.On(servers, _broker);
        var hidden = "s3cret-" + Guid.NewGuid().ToString("N");
        await _broker.Control("add_user", "handoff", "right");
        var url = new UriBuilder(plant.Broker.Amqp) { UserName = "handoff", Password = hidden }.Uri.ToString();
        await using var hub = HubProcess.Run("--kind", "vault", "--amqp", url, "--folder", Path.Combine(plant.Folder, "vault"));

        // Given a wrong password
        var replica = await plant.Start(("Bus__Url", url));
        await Says(plant, replica, hub, "the broker rejects user handoff: the password is wrong, or there is no such user");

        // When the password is right, and the user may do nothing here
        await _broker.Control("change_password", "handoff", hidden);
        await Says(plant, replica, hub, $"user handoff has no permissions in virtual host {plant.Broker.Name}");

        // Then permissions let everything go on
        await plant.Submit("PKG-1");
        await _broker.Control("set_permissions", "--vhost", plant.Broker.Name, "handoff", ".*", ".*", ".*");
        await plant.Until(replica, HttpStatusCode.OK);
        await plant.UntilComplete(1);
        await When_messages_go_over_a_broker.Until(() =>
            Task.FromResult(
                hub.Said.Contains("Consuming deliveries", StringComparison.Ordinal)
                    || hub.Said.Contains("does not exist yet", StringComparison.Ordinal)
            )
        );
        (replica.Messages + hub.Said).ShouldNotContain(hidden);
        replica.Messages.ShouldNotContain("   at ", customMessage: "words, no stack traces");
    }

    [Fact]
    public async Task A_virtual_host_that_is_not_there_is_named()
    {
        await using var plant = await PlantSite.On(servers, _broker);
        var url = new UriBuilder(plant.Broker.Amqp) { Path = "/nowhere" }.Uri.ToString();
        await using var hub = HubProcess.Run("--kind", "floor", "--amqp", url, "--folder", Path.Combine(plant.Folder, "floor"));

        var replica = await plant.Start(("Bus__Url", url));

        await Says(plant, replica, hub, "the broker has no virtual host nowhere");
    }

    private static async Task Says(PlantSite plant, HandoffProcess replica, HeardProcess hub, string words)
    {
        var since = Stopwatch.GetTimestamp();
        await When_messages_go_over_a_broker.Until(async () =>
            (await plant.HealthText(replica)).Contains(words, StringComparison.Ordinal)
            || (
                Stopwatch.GetElapsedTime(since) > Truth
                    ? throw new ShouldAssertException($"{words}\n{await plant.HealthText(replica)}\n{replica.Messages}")
                    : false
            )
        );
        (await plant.Health(replica)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        replica
            .Messages.Split('\n')
            .Count(line => line.Contains("BrokerLogin", StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal))
            .ShouldBe(1, replica.Messages);
        await When_messages_go_over_a_broker.Until(() => Task.FromResult(hub.Said.Contains(words, StringComparison.Ordinal)));
    }
}
