using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Postgres;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.PgBouncer;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

/// <summary>
/// PgBouncer gives each transaction another connection to the server, one that others have used before and will use next.
/// </summary>
public sealed class When_a_pooler_is_in_between(RealServers servers) : DurabilitySuite(new PostgresUnderTest(servers))
{
    private const int Replicas = 3;
    private const int Workers = 4;
    private const int Counts = 60;
    private static readonly SagaSchema Tickets = new("tickets", new TicketTable().Projection);
    private static readonly TicketTable Table = new();

    private PostgresUnderTest Postgres => (PostgresUnderTest)Store;

    [Theory]
    [InlineData(PoolMode.Session, 40)]
    [InlineData(PoolMode.Transaction, 4)]
    public async Task Replicas_that_share_its_connections_lose_nothing_double_nothing_and_are_never_surprised(PoolMode mode, int poolSize)
    {
        await using var pooler = await Pooler.Start(Postgres.Database.ConnectionString, mode, poolSize);
        var replicas = Enumerable.Range(0, Replicas).Select(_ => Over(pooler)).ToArray();
        var tickets = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var replica in replicas)
            await replica.Open(Ends);

        // When all of them count at once, each count with a note and a message of its own
        await Task.WhenAll(
            Enumerable
                .Range(0, Replicas * Workers)
                .Select(worker => Task.Run(() => Count(replicas[worker % Replicas], tickets[worker % tickets.Length]), Ends))
        );

        // Then each count is there once
        const long counted = Replicas * Workers * Counts;
        (await Postgres.Database.Ask<long>("SELECT sum(count)::bigint FROM tickets")).ShouldBe(counted);
        (await Store.Count("notes")).ShouldBe(counted);
        (await Store.Count("outbox")).ShouldBe(counted);
        foreach (var replica in replicas)
            await replica.DisposeAsync();
    }

    [Fact]
    public async Task What_matters_is_set_in_each_transaction_and_in_nobody_elses()
    {
        await Postgres.Database.Execute(
            """
            CREATE TABLE spied (said text);
            CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO spied VALUES (concat_ws(' ', current_setting('synchronous_commit'), current_setting('lock_timeout'),
                    current_setting('enable_seqscan'), current_setting('plan_cache_mode')));
                RETURN NULL;
            END $$;
            CREATE TRIGGER spy AFTER INSERT ON notes FOR EACH STATEMENT EXECUTE FUNCTION spy();
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$;
            """
        );
        // One connection to the server, which everybody gets in turn
        await using var pooler = await Pooler.Start(Postgres.Database.ConnectionString, PoolMode.Transaction, poolSize: 1);
        await using var store = Over(pooler);
        await store.Open(Ends);

        for (var i = 0; i < 5; i++)
        {
            await store.Commit(Units.Note(Guid.NewGuid()));
            await store.Find(Notes.Appended, [Guid.NewGuid()], Ends);
            (await Says(pooler)).ShouldBe("off 0 on auto 0");
        }

        (await Postgres.Database.Ask<string>("SELECT string_agg(DISTINCT said, '; ') FROM spied")).ShouldBe("on 5s off force_generic_plan");
        (await Store.Count("spied")).ShouldBe(5);
    }

    [Fact]
    public async Task Settings_of_the_role_count_and_only_an_unsafe_commit_is_overruled()
    {
        await Postgres.Database.Execute(
            """
            CREATE TABLE spied (said text);
            CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO spied VALUES (concat_ws(' ', current_setting('synchronous_commit'), current_setting('lock_timeout')));
                RETURN NULL;
            END $$;
            CREATE TRIGGER spy AFTER INSERT ON notes FOR EACH STATEMENT EXECUTE FUNCTION spy();
            DO $$ BEGIN
                EXECUTE format('ALTER DATABASE %I SET synchronous_commit = remote_write', current_database());
                EXECUTE format('ALTER DATABASE %I SET lock_timeout = 700', current_database());
            END $$;
            """
        );
        await using var pooler = await Pooler.Start(Postgres.Database.ConnectionString, PoolMode.Transaction);
        await using var store = Over(pooler);

        await store.Commit(Units.Note(Guid.NewGuid()));

        (await Postgres.Database.Ask<string>("SELECT said FROM spied")).ShouldBe("remote_write 700ms");
    }

    [Fact]
    public async Task Statement_mode_is_rejected_by_the_start()
    {
        await using var pooler = await Pooler.Start(Postgres.Database.ConnectionString, PoolMode.Statement);
        await using var store = Over(pooler);

        var refused = await Should.ThrowAsync<StoreUnusableException>(() => store.Open(Ends));

        refused.Message.ShouldContain("pool_mode = transaction");
    }

    [Fact]
    public async Task Options_that_it_does_not_pass_on_are_rejected_by_the_start()
    {
        await using var pooler = await Pooler.Start(Postgres.Database.ConnectionString, PoolMode.Transaction);
        await using var store = Over(pooler, ";Options=-c lock_timeout=200ms");

        var refused = await Should.ThrowAsync<StoreUnusableException>(() => store.Open(Ends));

        refused.Message.ShouldContain("unsupported startup parameter");
        refused.Message.ShouldContain("ignore_startup_parameters");
    }

    [Fact]
    public async Task Prepared_statements_that_are_asked_for_and_not_kept_are_an_unavailable_store()
    {
        await using var pooler = await Pooler.Start(
            Postgres.Database.ConnectionString,
            PoolMode.Transaction,
            poolSize: 2,
            keepsPrepared: false
        );
        await using var one = Over(pooler, ";Max Auto Prepare=20;Auto Prepare Min Usages=1");
        await using var other = Over(pooler, ";Max Auto Prepare=20;Auto Prepare Min Usages=1");

        var failures = new List<Exception>();
        for (var i = 0; i < 10; i++)
        {
            foreach (var store in new[] { one, other })
            {
                try
                {
                    await store.Commit(Units.Note(Guid.NewGuid()));
                }
                catch (Exception failure)
                {
                    failures.Add(failure);
                }
            }
        }

        failures.ShouldNotBeEmpty();
        failures.ShouldAllBe(failure => failure is StoreUnavailableException);
        failures[0].Message.ShouldContain("Max Auto Prepare");
    }

    private static PostgresStore Over(Pooler pooler, PostgresUnderTest postgres, string settings) =>
        new(pooler.To(postgres.Database.ConnectionString) + settings, new DurabilityOptions());

    private PostgresStore Over(Pooler pooler, string settings = "") => Over(pooler, Postgres, settings);

    /// <summary>What another program finds on the connection to the server.</summary>
    private async Task<string> Says(Pooler pooler)
    {
        await using var connection = new NpgsqlConnection(pooler.To(Postgres.Database.ConnectionString) + ";Pooling=false");
        await connection.OpenAsync(Ends);
        await using var command = new NpgsqlCommand(
            """
            SELECT concat_ws(' ', current_setting('synchronous_commit'), current_setting('lock_timeout'), current_setting('enable_seqscan'),
                current_setting('plan_cache_mode'), (SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql))
            """,
            connection
        );
        return (string)(await command.ExecuteScalarAsync(Ends))!;
    }

    /// <summary>Counts up as a saga's repository does: load, change, commit at the version, and again if another was faster.</summary>
    private static async Task Count(PostgresStore store, Guid ticket)
    {
        var counted = 0;
        while (counted < Counts)
        {
            var stored = await store.LoadSaga(Tickets, ticket, Ends);
            var saga = stored is null ? new Ticket { CorrelationId = ticket } : Table.Deserialize(stored.Body);
            saga.Count++;
            var unit = Units.Message();
            unit.Add(Notes.Row(Guid.NewGuid(), ticket, "counted", DateTimeOffset.UnixEpoch));
            unit.Saga = new SagaPut(Tickets, ticket, stored?.Version ?? 0, saga, "Open", Table.Serialize(saga), Table.Project(saga));
            if (await store.Commit(unit, Ends) == CommitOutcome.Committed)
                counted++;
        }
    }
}
