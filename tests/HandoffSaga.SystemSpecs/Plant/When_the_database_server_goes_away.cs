using System.Net;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>The real program on a real server of its own.</summary>
public sealed class When_the_database_server_goes_away(RealServers servers) : IAsyncLifetime
{
    private PrivatePostgres _server = null!;
    private PostgresDatabase _database = null!;
    private VirtualHost _broker = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PrivatePostgres.Start();
        _database = await PostgresDatabase.Create(_server);
        _broker = await (await servers.RabbitMq).NewVirtualHost();
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_start_waits_for_it_and_says_so_without_the_password()
    {
        await using var station = await RealStation.With(plant: (_database.ConnectionString, _broker.Amqp));
        await _server.Down();

        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        station.Heard += line =>
        {
            if (line.Contains("Store unavailable at start-up", StringComparison.Ordinal))
            {
                waits.TrySetResult();
            }
        };
        var started = station.Start();
        await Task.WhenAny(started, waits.Task);
        await _server.Up();
        await started;

        (await station.Submit("PKG-1")).ShouldBe(HttpStatusCode.Accepted);
        await station.UntilComplete(1);
        station.Process.Messages.ShouldContain("Store unavailable at start-up");
        station.Process.Messages.ShouldNotContain(new NpgsqlConnectionStringBuilder(_database.ConnectionString).Password!);
        (await station.Process.Terminate()).ShouldBe(0);
    }

    [Fact]
    public async Task Crashes_of_server_and_program_under_load_lose_nothing_and_double_nothing()
    {
        const int handoffs = 60;
        await using var station = await RealStation.With(plant: (_database.ConnectionString, _broker.Amqp));
        await station.Start();

        var submitted = Task.WhenAll(Enumerable.Range(0, handoffs).Select(i => SubmitUntilAccepted(station, $"PKG-{i}")));
        await Committed(handoffs / 4);
        await _server.Crash();
        await _server.Up();
        await Committed(handoffs / 2);
        await station.Process.Kill();
        await station.Start();
        await submitted;

        await station.UntilComplete(handoffs);
        station.Vault.AcceptedByKey.Count.ShouldBe(handoffs);
        station.Vault.AcceptedByKey.Values.ShouldAllBe(times => times == 1);
        station.Floor.AcceptedByKey.Count.ShouldBe(handoffs);
        station.Floor.AcceptedByKey.Values.ShouldAllBe(times => times == 1);
        (await _database.Ask<long>("SELECT count(*) FROM outbox")).ShouldBe(0);
    }

    /// <summary>As a Guardian does that got no answer.</summary>
    private static async Task SubmitUntilAccepted(RealStation station, string package)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await station.Submit(package) is not (HttpStatusCode.Accepted or HttpStatusCode.OK))
        {
            await again.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task Committed(int transfers)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await _database.Ask<long>("SELECT count(*) FROM transfers") < transfers)
        {
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
