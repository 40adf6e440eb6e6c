using System.Diagnostics;
using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Plant;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.Postgres;

namespace HandoffSaga.SystemSpecs.Availability;

/// <summary>As after a failover to a standby: it answers every read.</summary>
public sealed class When_the_database_server_turns_read_only(RealServers servers) : IAsyncLifetime
{
    private const int Handoffs = 10;
    private const int WhileAway = 20;

    private static readonly TimeSpan Truthful = TimeSpan.FromSeconds(15);

    private PrivatePostgres _postgres = null!;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _postgres = await PrivatePostgres.Start();

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task It_is_not_ready_takes_nothing_and_goes_on_by_itself()
    {
        // Given a plant at work
        await using var plant = await PlantSite.On(servers, postgres: _postgres);
        var replica = await plant.Start(("Store__AwayAfter", "2s"));
        await Readiness.Until(replica.Url, found => found.IsReady, BusyMachine.Patience);
        await plant.Publish(Packages(0, Handoffs));
        await plant.UntilComplete(Handoffs);
        replica.Messages.ShouldNotContain(" fail: ", Case.Sensitive, "a healthy start is no failure");

        // When its database takes no more writes
        await TurnReadOnly(true);
        await plant.Publish(Packages(Handoffs, WhileAway));
        var posting = Stopwatch.StartNew();
        using var posted = await plant.Post(replica.Url, "PKG-HTTP", Ends);

        // Then whoever asks is told, and which part it is
        posted.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        posted.Headers.RetryAfter.ShouldNotBeNull();
        posting.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        var found = await Readiness.Until(replica.Url, found => !found.IsReady, Truthful);
        found.Store.ShouldNotBeNull().ShouldContain("read-only");

        // And nothing is taken from the broker, though reads are answered all the time
        await When_messages_go_over_a_broker.Until(async () => await plant.Broker.Consumers(["handoff.signoffs"]) == 0);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var looked = 0; looked < 8; looked++)
        {
            (await Readiness.Of(replica.Url)).IsReady.ShouldBeFalse();
            (await plant.Broker.Consumers(["handoff.signoffs"])).ShouldBe(0u);
            await second.WaitForNextTickAsync(Ends);
        }

        // When it takes them again
        await TurnReadOnly(false);

        // Then all completes, and the log has a line and a count
        await plant.UntilComplete(Handoffs + WhileAway);
        await Readiness.Until(replica.Url, found => found.IsReady, BusyMachine.Patience);
        await plant.EachHubTookEachPackageOnce(Handoffs + WhileAway);
        Lines(replica, "The store is unavailable; retrying").ShouldBe(1, replica.Messages);
        Lines(replica, "The store works again; ").ShouldBe(1, replica.Messages);
        Lines(replica, "FAULT").ShouldBe(0, replica.Messages);
        replica.Messages.Split('\n').Length.ShouldBeLessThan(20, replica.Messages);
    }

    private async Task TurnReadOnly(bool isReadOnly)
    {
        await _postgres.Execute($"ALTER SYSTEM SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}");
        await _postgres.Execute("SELECT pg_reload_conf()");
    }

    private static int Lines(HandoffProcess replica, string with) =>
        replica.Messages.Split('\n').Count(line => line.Contains(with, StringComparison.Ordinal));

    private static string[] Packages(int from, int count) => [.. Enumerable.Range(from, count).Select(n => $"PKG-{n:D3}")];
}
