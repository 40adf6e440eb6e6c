using HandoffSaga.Storage.Postgres;
using HandoffSaga.SystemSpecs.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

/// <summary>A store that was written when each event had a row of its own for its index.</summary>
public sealed class When_a_log_is_older_than_its_runs(RealServers servers)
{
    [Fact]
    public async Task Its_events_keep_their_indexes_and_it_can_go_back()
    {
        // Given numbers 1 to 6, of which 4 came late, and 7 that waits
        await using var store = await PlantStore.Empty(await servers.Postgres);
        await To(store, "ForwardsAreCapped");
        await store.Database.Execute(
            "INSERT INTO ledger_entries (seq, event_id, action, entry, leaf_hash, recorded_at) OVERRIDING SYSTEM VALUE SELECT n, gen_random_uuid(), 'x', '', '', now() FROM generate_series(1, 7) n"
        );
        await store.Database.Execute(
            "INSERT INTO ledger_index SELECT v.i, e.event_id FROM (VALUES (0, 1), (1, 2), (2, 3), (3, 5), (4, 6), (5, 4)) v (i, seq) JOIN ledger_entries e USING (seq)"
        );
        var before = await store.Database.Ask<string>(Each);

        await store.Schema.Migrate(TestContext.Current.CancellationToken);

        (
            await store.Database.Ask<string>(
                "SELECT string_agg(format('%s %s %s', log_index, first_seq, entries), ', ' ORDER BY log_index) FROM ledger_index"
            )
        ).ShouldBe("0 1 3, 3 5 2, 5 4 1");
        foreach (var statement in new[] { "DELETE FROM ledger_index", "UPDATE ledger_index SET entries = 4", "TRUNCATE ledger_index" })
        {
            (await Should.ThrowAsync<PostgresException>(() => store.Database.Execute(statement))).MessageText.ShouldBe(
                "ledger_index is append-only",
                statement
            );
        }

        await To(store, "ForwardsAreCapped");
        (await store.Database.Ask<string>(Each)).ShouldBe(before);
    }

    private const string Each = "SELECT string_agg(format('%s %s', log_index, event_id), ', ' ORDER BY log_index) FROM ledger_index";

    private static async Task To(PlantStore store, string migration)
    {
        await using var services = PlantStore.Services(store.Database.ConnectionString);
        await using var context = await services
            .GetRequiredService<IDbContextFactory<PostgresHandoffDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        await context
            .Database.GetService<IMigrator>()
            .MigrateAsync(
                context.Database.GetMigrations().Single(name => name.EndsWith(migration, StringComparison.Ordinal)),
                TestContext.Current.CancellationToken
            );
    }
}
