using HandoffSaga.Storage;
using HandoffSaga.SystemSpecs.Servers;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

public sealed class When_much_was_forwarded(RealServers servers)
{
    [Fact]
    public async Task Only_the_newest_is_kept_of_it_and_that_is_not_lost_and_not_changed()
    {
        await using var store = await PlantStore.Migrated(await servers.Postgres);
        for (var from = 0L; from < 30_000; from += 1_000)
            await store.Write(Tables.LedgerForwards.Row("http", from, from + 1_000, DateTimeOffset.UnixEpoch));

        (await store.Database.Ask<long>("SELECT count(*) FROM ledger_forwards")).ShouldBe(11);
        (await store.Database.Ask<long>("SELECT min(continues) FROM ledger_forwards")).ShouldBe(19_000);
        foreach (
            var statement in new[]
            {
                "DELETE FROM ledger_forwards",
                "DELETE FROM ledger_forwards WHERE continues = 29000",
                "TRUNCATE ledger_forwards",
                "UPDATE ledger_forwards SET next_index = 0",
            }
        )
        {
            var refused = await Should.ThrowAsync<PostgresException>(() => store.Database.Execute(statement));
            refused.MessageText.ShouldBe("ledger_forwards is append-only", statement);
        }
    }
}
