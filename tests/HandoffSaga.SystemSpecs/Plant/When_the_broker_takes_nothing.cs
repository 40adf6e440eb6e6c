using System.Diagnostics;
using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>A memory alarm: the broker keeps every connection and reads nothing more from publishers.</summary>
public sealed class When_the_broker_takes_nothing(RealServers servers) : IAsyncLifetime
{
    private static readonly TimeSpan Truth = TimeSpan.FromSeconds(15);

    private PrivateRabbitMq _broker = null!;

    public async ValueTask InitializeAsync() => _broker = (PrivateRabbitMq)await PrivateRabbitMq.Start();

    public async ValueTask DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task Readiness_says_why_within_15_s_and_all_complete_when_it_takes_messages_again()
    {
        await using var plant = await PlantSite.On(servers, _broker);
        var replica = await plant.Start();
        await Until(plant, replica, HttpStatusCode.OK);

        // When nobody publishes anything, and the broker is low on memory
        await _broker.Alarm();
        var since = Stopwatch.GetTimestamp();
        await Until(plant, replica, HttpStatusCode.ServiceUnavailable);

        Stopwatch.GetElapsedTime(since).ShouldBeLessThan(Truth);
        (await plant.HealthText(replica)).ShouldContain("the broker accepts no messages now: low on memory");

        // Then signoffs are stored all the same, and leave when the alarm ends
        await plant.Submit("PKG-1");
        await plant.Submit("PKG-2");
        await _broker.EndAlarm();
        await Until(plant, replica, HttpStatusCode.OK);
        await plant.UntilComplete(2);
        await plant.EachHubTookEachPackageOnce(2);
    }

    private static Task Until(PlantSite plant, HandoffProcess replica, HttpStatusCode health) =>
        When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == health);
}
