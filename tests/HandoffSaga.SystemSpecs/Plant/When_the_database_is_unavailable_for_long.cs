using System.Net;
using System.Text.Json;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>Longer than <c>Store:AwayAfter</c>, and longer than the broker waits for a consumer.</summary>
public sealed class When_the_database_is_unavailable_for_long(RealServers servers) : IAsyncLifetime
{
    private const int ConsumerTimeoutSeconds = 4;
    private const int Handoffs = 120;
    private const int WhileAway = 30;

    private RabbitMqServer _broker = null!;
    private PrivatePostgres _postgres = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await PrivateRabbitMq.Start($"{{consumer_timeout, {ConsumerTimeoutSeconds}000}}, {{channel_tick_interval, 1000}}");
        _postgres = await PrivatePostgres.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    public static TheoryData<string, string> Ways => [.. Rounds.Of(("broker", "local"), ("local", "broker"))];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Nothing_is_taken_from_the_broker_until_it_is_back_and_everything_completes(string replies, string commands)
    {
        // Given two replicas at work
        await using var plant = await PlantSite.On(servers, _broker, hubsFail: "slow:200ms", _postgres);
        (string, string)[] settings =
        [
            ("Store__AwayAfter", "1s"),
            ("Bus__Replies", replies),
            ("Bus__Commands", commands),
            // A machine that is busy with something else is no hub that is silent.
            ("Hubs__Vault__Timeout", "2m"),
            ("Hubs__Floor__Timeout", "2m"),
        ];
        var replica = await plant.Start(settings);
        var other = await plant.Start(settings);
        await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);
        await plant.Publish(Packages(0, Handoffs));
        await When_messages_go_over_a_broker.Until(() => Task.FromResult(plant.Vault.AcceptedByKey.Count > 10));

        // When the database goes
        HandoffProcess[] replicas = [replica, other];
        var saidBefore = replicas.ToDictionary(one => one, SaidSo);
        await _postgres.Down();

        // Then what was taken is given back, and nobody takes anything, for longer than the broker would have waited
        var queues = (await plant.Broker.Queues())
            .Keys.Where(queue => queue.StartsWith("handoff.", StringComparison.Ordinal) && queue != "handoff.poison")
            .ToArray();
        queues.Length.ShouldBe(6);
        await When_messages_go_over_a_broker.Until(async () =>
            await plant.Broker.Consumers(queues) == 0 && await plant.Broker.Unacknowledged(queues) == 0
        );
        await plant.Publish(Packages(Handoffs, WhileAway));
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var looked = 0; looked < ConsumerTimeoutSeconds + 2; looked++)
        {
            (await plant.Broker.Consumers(queues)).ShouldBe(0u);
            await second.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        (await plant.Broker.Count("handoff.signoffs")).ShouldBeGreaterThanOrEqualTo((uint)WhileAway);

        // And whoever asks is told
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(replica.Url, "health/live"), TestContext.Current.CancellationToken)).ShouldContain("live");
        using var health = await http.GetAsync(new Uri(replica.Url, "health/ready"), TestContext.Current.CancellationToken);
        health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var checks = JsonDocument
            .Parse(await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .RootElement.GetProperty("checks");
        checks
            .EnumerateArray()
            .ShouldContain(check =>
                check.GetProperty("name").GetString() == "bus"
                && check.GetProperty("detail").GetString()!.Contains("because the store is unavailable", StringComparison.Ordinal)
            );
        using var refused = await plant.Post(replica.Url, "PKG-HTTP", TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await When_messages_go_over_a_broker.Until(() => Task.FromResult(replicas.All(one => SaidSo(one) > saidBefore[one])));
        foreach (var one in replicas)
        {
            SaidSo(one).ShouldBe(saidBefore[one] + 1, one.Messages);
        }

        // When it is back
        await _postgres.Up();

        // Then all is taken again, no attempt counts as failed, and nothing was done twice
        await plant.UntilComplete(Handoffs + WhileAway);
        await plant.EachHubTookEachPackageOnce(Handoffs + WhileAway);
        await When_messages_go_over_a_broker.Until(async () =>
            await plant.Health(replica) == HttpStatusCode.OK && await plant.Health(other) == HttpStatusCode.OK
        );
        // Each endpoint takes its own time to be there again.
        await When_messages_go_over_a_broker.Until(async () => await plant.Broker.Consumers(queues) >= (uint)queues.Length * 2);
        (await plant.Broker.Consumers(queues)).ShouldBe((uint)queues.Length * 2);
        (
            await plant.Database.Ask<string>(
                "SELECT coalesce(string_agg(concat_ws(' ', leg, attempt, outcome, error), E'\\n'), '') FROM attempts WHERE outcome IS DISTINCT FROM 'delivered' OR attempt > 1"
            )
        ).ShouldBe("");
        // What was in hand is taken up again at once; no message waits until it is sent again.
        (replica.Messages + other.Messages).ShouldNotContain("sent again at its deadline");
    }

    [Fact]
    public async Task A_broker_that_dies_just_then_changes_nothing()
    {
        await using var plant = await PlantSite.On(servers, _broker, hubsFail: "slow:200ms", _postgres);
        var replica = await plant.Start(("Store__AwayAfter", "1s"), ("Hubs__Vault__Timeout", "2m"), ("Hubs__Floor__Timeout", "2m"));
        await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);
        await plant.Publish(Packages(0, Handoffs));
        await When_messages_go_over_a_broker.Until(() => Task.FromResult(plant.Vault.AcceptedByKey.Count > 10));

        await _postgres.Down();
        await When_messages_go_over_a_broker.Until(() => Task.FromResult(SaidSo(replica) > 0));
        await _broker.Kill();
        await _broker.StartAgain();
        await _postgres.Up();

        await plant.UntilComplete(Handoffs);
        await plant.EachHubTookEachPackageOnce(Handoffs);
        await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);
    }

    private static int SaidSo(HandoffProcess replica) =>
        replica.Messages.Split('\n').Count(line => line.Contains("no messages are consumed from the broker", StringComparison.Ordinal));

    private static string[] Packages(int from, int count) => [.. Enumerable.Range(from, count).Select(n => $"PKG-{n:D3}")];
}
