using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Postgres;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

/// <summary>A server of its own, which is killed, frozen and crowded.</summary>
public sealed class When_the_server_is_hurt : IAsyncLifetime
{
    private const int Workers = 16;
    private const int Sagas = 5;
    private static readonly SagaSchema Tickets = new("tickets", new TicketTable().Projection);
    private static readonly TicketTable Table = new();

    private PrivatePostgres _server = null!;

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PrivatePostgres.Start("max_connections = 20", "superuser_reserved_connections = 3");
        await using var schema = new TicketDbContext(_server.ConnectionString + ";Pooling=false");
        await schema.Database.ExecuteSqlRawAsync(schema.Database.GenerateCreateScript(), Ends);
        await _server.Execute("CREATE ROLE replica LOGIN PASSWORD 'replica'; GRANT ALL ON ALL TABLES IN SCHEMA public TO replica");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Crashes_under_load_lose_nothing_and_double_nothing()
    {
        await using var one = new PostgresStore(_server.ConnectionString, new DurabilityOptions());
        await using var other = new PostgresStore(_server.ConnectionString, new DurabilityOptions());
        using var outage = new StoreOutage(new DurabilityOptions(), TimeProvider.System);
        using var patient = new RetryingStore(one, outage, TimeProvider.System, NullLogger<RetryingStore>.Instance);
        using var patientToo = new RetryingStore(other, outage, TimeProvider.System, NullLogger<RetryingStore>.Instance);
        var tickets = Enumerable.Range(0, Sagas).Select(_ => Guid.NewGuid()).ToArray();
        using var enough = new CancellationTokenSource();

        // Given two replicas that count, each count with a note and a message of its own
        var counting = Enumerable
            .Range(0, Workers)
            .Select(i => Task.Run(() => Count(i % 2 == 0 ? patient : patientToo, tickets[i % Sagas], enough.Token), Ends))
            .ToArray();

        // When the server crashes again and again
        for (var crash = 0; crash < 3; crash++)
        {
            var before = await Committed();
            await Until(async () => await Committed() > before + 200);
            await _server.Crash();
            await _server.Up();
        }

        await enough.CancelAsync();
        var counted = (await Task.WhenAll(counting).WaitAsync(BusyMachine.Patience, Ends)).Sum();

        // Then what was told to be committed is there, and nothing else
        counted.ShouldBeGreaterThan(600);
        (await Ask<long>("SELECT sum(count)::bigint FROM tickets")).ShouldBe(counted);
        (await Ask<long>("SELECT sum(version - 1)::bigint FROM tickets")).ShouldBe(counted - Sagas);
        (await Ask<long>("SELECT count(*) FROM notes")).ShouldBe(counted);
        (await Ask<long>("SELECT count(*) FROM outbox")).ShouldBe(counted);
    }

    [Fact]
    public async Task A_server_that_freezes_during_a_commit_is_unavailable_and_the_unit_is_written_once()
    {
        await using var store = new PostgresStore(
            _server.ConnectionString + ";Command Timeout=1;Cancellation Timeout=200;Timeout=1",
            new DurabilityOptions()
        );
        await store.Commit(Units.Note(Guid.NewGuid()));
        var unit = Units.Message();

        await _server.Freeze();
        await Should.ThrowAsync<StoreUnavailableException>(() => store.Commit(unit));
        await Should.ThrowAsync<StoreUnavailableException>(() => store.Commit(unit));
        await _server.Thaw();

        await Until(async () => await Committed(store, unit));
        (await Ask<long>("SELECT count(*) FROM outbox")).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_without_a_free_connection_is_unavailable_for_a_while()
    {
        var crowded = new NpgsqlConnectionStringBuilder(_server.ConnectionString)
        {
            Username = "replica",
            Password = "replica",
        }.ConnectionString;
        var crowd = new List<NpgsqlConnection>();
        await using var store = new PostgresStore(crowded, new DurabilityOptions());
        try
        {
            while (await Join(crowd, crowded + ";Pooling=false")) { }

            var away = await Should.ThrowAsync<StoreUnavailableException>(() => store.Open(Ends));
            away.InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.TooManyConnections);
            await Should.ThrowAsync<StoreUnavailableException>(() => store.Commit(Units.Message()));
            await Should.ThrowAsync<StoreUnavailableException>(async () => await store.Find(Notes.Appended, [Guid.NewGuid()], Ends));
        }
        finally
        {
            foreach (var one in crowd)
            {
                await one.DisposeAsync();
            }
        }

        var unit = Units.Message();
        await Until(async () => await Committed(store, unit));
    }

    [Fact]
    public async Task A_rejected_password_is_no_outage_and_is_not_shown()
    {
        await using var store = new PostgresStore(
            new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Username = "replica", Password = "hunter2" }.ConnectionString,
            new DurabilityOptions()
        );

        var refused = await Should.ThrowAsync<StoreUnusableException>(() => store.Open(Ends));

        refused.ToString().ShouldNotContain("hunter2");
        refused.Message.ShouldContain("Store:ConnectionString");
    }

    private static async Task<bool> Join(List<NpgsqlConnection> crowd, string connectionString)
    {
        var one = new NpgsqlConnection(connectionString);
        try
        {
            await one.OpenAsync(Ends);
            crowd.Add(one);
            return true;
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            await one.DisposeAsync();
            return false;
        }
    }

    /// <summary>
    /// Counts one up, again and again, as a saga's repository does: load, change, commit at the version, and again if another was faster.
    /// </summary>
    private static async Task<long> Count(RetryingStore store, Guid ticket, CancellationToken enough)
    {
        long counted = 0;
        while (!enough.IsCancellationRequested)
        {
            var stored = await store.LoadSaga(Tickets, ticket, Ends);
            var saga = stored is null ? new Ticket { CorrelationId = ticket } : Table.Deserialize(stored.Body);
            saga.Count++;
            var unit = Units.Message();
            unit.Add(Notes.Row(Guid.NewGuid(), ticket, "counted", DateTimeOffset.UnixEpoch));
            unit.Saga = new SagaPut(Tickets, ticket, stored?.Version ?? 0, saga, "Open", Table.Serialize(saga), Table.Project(saga));
            if (await store.Commit(unit, Ends) == CommitOutcome.Committed)
            {
                counted++;
            }
        }

        return counted;
    }

    private static async Task<bool> Committed(PostgresStore store, UnitOfWork unit)
    {
        try
        {
            return await store.Commit(unit) == CommitOutcome.Committed;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private Task<long> Committed() => Ask<long>("SELECT count(*) FROM notes");

    /// <summary>A server can only be asked, again and again.</summary>
    private static async Task Until(Func<Task<bool>> happened)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ends);
        patience.CancelAfter(BusyMachine.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await happened())
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    private async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Ends);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Ends))!;
    }
}
