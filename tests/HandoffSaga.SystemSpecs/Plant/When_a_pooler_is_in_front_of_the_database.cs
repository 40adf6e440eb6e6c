using System.Net;
using HandoffSaga.SystemSpecs.Durability.RabbitMq;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Ledger;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.PgBouncer;

namespace HandoffSaga.SystemSpecs.Plant;

/// <summary>The real program, started, migrated and run over PgBouncer.</summary>
public sealed class When_a_pooler_is_in_front_of_the_database(RealServers servers)
{
    private static readonly string[] Written = ["attempts", "ledger_entries", "ledger_index", "outbox", "transfers"];

    [Theory]
    [InlineData(PoolMode.Session, 60)]
    [InlineData(PoolMode.Transaction, 6)]
    public async Task Three_replicas_move_every_package_once_and_no_good_signoff_is_put_aside(PoolMode mode, int poolSize)
    {
        const int packages = 120;
        await using var plant = await PlantSite.On(servers);
        await using var pooler = await Pooler.Start(plant.Database.ConnectionString, mode, poolSize);

        // Given replicas that start together, the first of which makes the schema
        var store = ("Store__ConnectionString", pooler.To(plant.Database.ConnectionString));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => plant.Start(store)));

        foreach (var replica in plant.Replicas)
            await When_messages_go_over_a_broker.Until(async () => await plant.Health(replica) == HttpStatusCode.OK);

        // When signoffs come over the broker and over HTTP
        await plant.Publish(Enumerable.Range(0, packages / 2).Select(i => $"PKG-Q-{i}"));
        await Task.WhenAll(Enumerable.Range(0, packages / 2).Select(i => plant.Submit($"PKG-H-{i}")));

        // Then every package goes its way, once
        await plant.UntilComplete(packages);
        await plant.EachHubTookEachPackageOnce(packages);
        (await plant.Broker.Count("handoff.poison")).ShouldBe(0u);
        foreach (var replica in plant.Replicas)
            (await plant.Health(replica)).ShouldBe(HttpStatusCode.OK);
    }

    public static IEnumerable<TheoryDataRow<PoolMode, int, string, string>> Configurations =>
        Rounds.Of<TheoryDataRow<PoolMode, int, string, string>>(
            (PoolMode.Transaction, 6, "off", "on"),
            (PoolMode.Transaction, 6, "remote_write", "remote_write"),
            (PoolMode.Session, 40, "off", "on")
        );

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task All_that_two_replicas_write_is_written_as_configured_and_their_ledger_verifies(
        PoolMode mode,
        int poolSize,
        string configured,
        string effective
    )
    {
        const int packages = 30;
        await using var plant = await PlantSite.On(servers);
        await using var pooler = await Pooler.Start(plant.Database.ConnectionString, mode, poolSize);
        var replicas = Enumerable.Range(0, 2).Select(n => Replica(plant, pooler, n)).ToArray();

        // Given a database with a synchronous_commit of its own, and somebody who notes which one each write has
        await plant.Database.Execute(
            $"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = {configured}', current_database()); END $$"
        );
        var migrated = await plant.Runs(replicas[0], "migrate");
        migrated.ExitCode.ShouldBe(0, migrated.Error);
        await plant.Database.Execute(
            $"""
            CREATE TABLE spied (place text, said text);
            CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO spied VALUES (TG_TABLE_NAME, current_setting('synchronous_commit'));
                RETURN NULL;
            END $$;
            {string.Concat(
                Written.Select(table => $"CREATE TRIGGER spy AFTER INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION spy();\n")
            )}
            """
        );
        foreach (var replica in replicas)
            await plant.Start(replica);

        // When signoffs come over the broker and over HTTP
        await plant.Publish(Enumerable.Range(0, packages / 2).Select(i => $"PKG-Q-{i}"));
        await Task.WhenAll(Enumerable.Range(0, packages / 2).Select(i => plant.Submit($"PKG-H-{i}")));
        await plant.UntilComplete(packages);

        // Then they are done once each, and both replicas have published one and the same whole log
        await plant.EachHubTookEachPackageOnce(packages);
        (await plant.Broker.Count("handoff.poison")).ShouldBe(0u);
        var entries = await plant.Rows("ledger_entries");
        foreach (var replica in replicas)
        {
            var log = new PublishedLog(Path.Combine(replica[1].Value, "ledger"), replica[2].Value);
            await log.Until(head => head.Checkpoint.Size == entries);
            var verified = await plant.Runs(replica, "ledger", "verify");
            verified.ExitCode.ShouldBe(0, verified.Text + verified.Error);
        }

        // And sagas, ledger, indexes and outbox were all written with it
        (await plant.Database.Ask<string>("SELECT string_agg(DISTINCT place, ' ' ORDER BY place) FROM spied")).ShouldBe(
            string.Join(' ', Written)
        );
        (await plant.Database.Ask<string>("SELECT string_agg(DISTINCT said, ' ') FROM spied")).ShouldBe(effective);
    }

    [Fact]
    public async Task A_pooler_in_statement_mode_is_one_line_and_a_rejected_start()
    {
        await using var plant = await PlantSite.On(servers);
        await using var pooler = await Pooler.Start(plant.Database.ConnectionString, PoolMode.Statement);

        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            plant.Start(("Store__ConnectionString", pooler.To(plant.Database.ConnectionString)))
        );

        refused.Message.ShouldContain("pool_mode = transaction");
        refused.Message.ShouldNotContain("   at ");
    }

    private static (string Key, string Value)[] Replica(PlantSite plant, Pooler pooler, int n) =>
        [
            ("Store__ConnectionString", pooler.To(plant.Database.ConnectionString)),
            ("DataFolder", Path.Combine(plant.Folder, $"data-{n}")),
            ("Ledger__KeyFile", Path.Combine(plant.Folder, "shared", "ledger.key")),
        ];
}
