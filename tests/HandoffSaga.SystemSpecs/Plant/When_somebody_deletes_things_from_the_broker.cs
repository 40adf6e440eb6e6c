using System.Diagnostics;
using System.Net;
using HandoffSaga.Demo.StandInHubs;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>Queues, exchanges and bindings under a plant that works with them, its hubs' included.</summary>
public sealed class When_somebody_deletes_things_from_the_broker(RealServers servers) : IAsyncLifetime
{
    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    private static readonly TimeSpan Truth = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DeclaredAgain = TimeSpan.FromSeconds(30);

    private PrivateRabbitMq _broker = null!;

    public async ValueTask InitializeAsync() => _broker = (PrivateRabbitMq)await PrivateRabbitMq.Start();

    public async ValueTask DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task They_are_there_again_within_30_s_and_nothing_is_lost()
    {
        await using var plant = await PlantSite.On(servers, _broker);
        await using var vault = await Hub(plant, HubKind.Vault);
        await using var floor = await Hub(plant, HubKind.Floor);
        var replica = await plant.Start(
            ("Hubs__Vault__Connector", "amqp"),
            ("Hubs__Floor__Connector", "amqp"),
            ("Hubs__Vault__ReceiptDeadline", "10s"),
            ("Hubs__Floor__ReceiptDeadline", "10s")
        );
        await Until(plant, replica, HttpStatusCode.OK);
        await plant.Submit("PKG-0");
        await plant.UntilComplete(1);
        var queues = (await plant.Broker.Queues()).Keys.ToHashSet();
        var exchanges = Ours(await plant.Broker.Exchanges());
        var bindings = (await plant.Broker.Bindings()).ToHashSet();
        queues.ShouldContain("vault-hub.deliveries");
        exchanges.ShouldContain("guardian.signoffs");
        await using var channel = await plant.Broker.Channel();

        foreach (var queue in queues)
            await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: Ends);
        await plant.Submit("PKG-1");
        await UntilAgain(replica, async () => (await plant.Broker.Queues()).Keys.ToHashSet().IsSupersetOf(queues));

        foreach (var exchange in exchanges)
            await channel.ExchangeDeleteAsync(exchange, ifUnused: false, cancellationToken: Ends);
        await plant.Submit("PKG-2");
        await UntilAgain(replica, async () => Ours(await plant.Broker.Exchanges()).IsSupersetOf(exchanges));
        await UntilAgain(replica, async () => (await plant.Broker.Bindings()).ToHashSet().IsSupersetOf(bindings));

        foreach (var (source, destination, toQueue, key) in bindings)
        {
            if (toQueue)
                await channel.QueueUnbindAsync(destination, source, key, cancellationToken: Ends);
            else
                await channel.ExchangeUnbindAsync(destination, source, key, cancellationToken: Ends);
        }

        await plant.Submit("PKG-3");
        await UntilAgain(replica, async () => (await plant.Broker.Bindings()).ToHashSet().IsSupersetOf(bindings));

        // Then signoffs come in by both ways and all are confirmed
        await plant.Publish(["PKG-4"]);
        await plant.UntilComplete(5);
        foreach (var hub in new[] { vault, floor })
        {
            hub.AcceptedByKey.Count.ShouldBe(5);
            hub.AcceptedByKey.Values.ShouldAllBe(times => times == 1);
        }

        (await plant.Broker.Count("handoff.poison")).ShouldBe(0u);
        replica.Messages.ShouldContain("Somebody deleted exchange guardian.signoffs from the broker; it is declared again");
    }

    [Fact]
    public async Task What_may_not_be_declared_and_what_may_not_be_written_any_more_is_named_within_15_s()
    {
        await using var plant = await PlantSite.On(servers, _broker);
        await _broker.Control("add_user", "handoff", "handoff");
        await Allow(plant, ".*", ".*");
        var replica = await plant.Start(
            ("Bus__Url", new UriBuilder(plant.Broker.Amqp) { UserName = "handoff", Password = "handoff" }.Uri.ToString()),
            ("Hubs__Vault__Connector", "amqp")
        );
        await Until(plant, replica, HttpStatusCode.OK);

        // When the right to write to the hub's exchange is revoked
        await Allow(plant, ".*", "^(?!handoff\\.vault-deliveries).*");
        await Says(plant, replica, "exchange 'handoff.vault-deliveries'", "user 'handoff': it needs write permission on it");
        await Allow(plant, ".*", ".*");
        await Until(plant, replica, HttpStatusCode.OK);

        // When all is revoked
        await _broker.Control("clear_permissions", "--vhost", plant.Broker.Name, "handoff");
        await Says(plant, replica, "it needs write permission on it");
        await Allow(plant, ".*", ".*");
        await Until(plant, replica, HttpStatusCode.OK);

        // When something is missing that this program may not declare
        await Allow(plant, "^$", ".*");
        await using var channel = await plant.Broker.Channel();
        await channel.ExchangeDeleteAsync("guardian.signoffs", ifUnused: false, cancellationToken: Ends);
        await Says(plant, replica, "exchange guardian.signoffs is missing and cannot be declared", "it needs configure permission on it");

        // Then the permission is all it takes
        await Allow(plant, ".*", ".*");
        await Until(plant, replica, HttpStatusCode.OK);
        await plant.Submit("PKG-1");
    }

    private Task Allow(PlantSite plant, string configure, string write) =>
        _broker.Control("set_permissions", "--vhost", plant.Broker.Name, "handoff", configure, write, ".*");

    private static HashSet<string> Ours(IEnumerable<string> exchanges) =>
        [.. exchanges.Where(name => name.Length > 0 && !name.StartsWith("amq.", StringComparison.Ordinal))];

    private static Task<StandInHub> Hub(PlantSite plant, HubKind kind) =>
        StandInHub.Start(new StandInHubOptions { Kind = kind, Broker = [plant.Broker.Amqp] }, TestContext.Current.CancellationToken);

    private static async Task UntilAgain(HandoffProcess replica, Func<Task<bool>> isThere)
    {
        var since = Stopwatch.GetTimestamp();
        await When_messages_go_over_a_broker.Until(async () =>
            await isThere() || (Stopwatch.GetElapsedTime(since) > DeclaredAgain ? throw new ShouldAssertException(replica.Messages) : false)
        );
    }

    private static async Task Says(PlantSite plant, HandoffProcess replica, params string[] words)
    {
        var since = Stopwatch.GetTimestamp();
        await When_messages_go_over_a_broker.Until(async () =>
        {
            var said = System.Text.RegularExpressions.Regex.Unescape(await plant.HealthText(replica));
            return words.All(word => said.Contains(word, StringComparison.Ordinal))
                || (
                    Stopwatch.GetElapsedTime(since) > Truth
                        ? throw new ShouldAssertException($"{string.Join(" | ", words)}\n{said}\n{replica.Messages}")
                        : false
                );
        });
        (await plant.Health(replica)).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static Task Until(PlantSite plant, HandoffProcess replica, HttpStatusCode health) => plant.Until(replica, health);
}
