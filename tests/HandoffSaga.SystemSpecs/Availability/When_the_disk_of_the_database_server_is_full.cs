using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Plant;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.Postgres;

namespace HandoffSaga.SystemSpecs.Availability;

/// <summary>The tables have no room; the server itself stays up, and answers every read.</summary>
public sealed class When_the_disk_of_the_database_server_is_full(RealServers servers) : IAsyncLifetime
{
    private const int Handoffs = 10;
    private const int WhileFull = 20;

    private static readonly TimeSpan Truthful = TimeSpan.FromSeconds(15);

    private SmallDisk _disk = null!;
    private PrivatePostgres _postgres = null!;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _disk = await SmallDisk.Mount(mebibytes: 48);
        await Commands.Run("chown", "postgres:", _disk.Folder);
        _postgres = await PrivatePostgres.Start();
        await _postgres.Execute($"CREATE TABLESPACE small LOCATION '{_disk.Folder}'");
        await _postgres.Execute("ALTER SYSTEM SET default_tablespace = small");
        await _postgres.Execute("SELECT pg_reload_conf()");
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _disk.DisposeAsync();
    }

    [Fact]
    public async Task It_is_not_ready_loses_nothing_and_room_is_all_it_needs()
    {
        // Given a plant at work
        await using var plant = await PlantSite.On(servers, postgres: _postgres);
        var replica = await plant.Start(("Store__AwayAfter", "2s"));
        await Readiness.Until(replica.Url, found => found.IsReady, BusyMachine.Patience);
        await plant.Publish(Packages(0, Handoffs));
        await plant.UntilComplete(Handoffs);

        // When its tables cannot grow any more
        _disk.Fill();
        await plant.Publish(Packages(Handoffs, WhileFull));

        // Then whoever asks is told, and why
        var found = await Readiness.Until(replica.Url, found => !found.IsReady, Truthful);
        found.Store.ShouldNotBeNull().ShouldContain("No space left");
        using var posted = await plant.Post(replica.Url, "PKG-HTTP", Ends);
        posted.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        posted.Headers.RetryAfter.ShouldNotBeNull();

        // And small writes that still find a place do not pass for an end of it
        await When_messages_go_over_a_broker.Until(async () => await plant.Broker.Consumers(["handoff.signoffs"]) == 0);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var looked = 0; looked < 8; looked++)
        {
            (await Readiness.Of(replica.Url)).IsReady.ShouldBeFalse();
            (await plant.Broker.Consumers(["handoff.signoffs"])).ShouldBe(0u);
            await second.WaitForNextTickAsync(Ends);
        }

        // When there is room again
        _disk.MakeRoom();

        // Then all completes
        await plant.UntilComplete(Handoffs + WhileFull);
        await Readiness.Until(replica.Url, found => found.IsReady, BusyMachine.Patience);
        await plant.EachHubTookEachPackageOnce(Handoffs + WhileFull);
        replica.Messages.ShouldNotContain("FAULT", Case.Sensitive);
    }

    private static string[] Packages(int from, int count) => [.. Enumerable.Range(from, count).Select(n => $"PKG-{n:D3}")];
}
