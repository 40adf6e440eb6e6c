using HandoffSaga.Durability;
using HandoffSaga.Storage;
using HandoffSaga.SystemSpecs.Durability.Postgres;
using HandoffSaga.SystemSpecs.Servers;
using Npgsql;

namespace HandoffSaga.SystemSpecs.Storage.Postgres;

public sealed class When_someone_touches_the_ledger(RealServers servers)
{
    [Fact]
    public async Task A_number_of_a_trail_is_taken_once_and_not_by_rejections()
    {
        await using var store = await PlantStore.Migrated(await servers.Postgres);
        await store.Write(Entry(null));
        await store.Write(Entry(null));
        await store.Write(Entry(Guid.NewGuid()));

        (await store.Engine.Commit(Units.With(Entry(Guid.NewGuid())))).ShouldBe(CommitOutcome.Conflict);
    }

    private static Row Entry(Guid? transfer) =>
        Tables.LedgerEntries.Row(
            Guid.NewGuid(),
            transfer,
            "PKG-1",
            "transfer",
            1L,
            "receive_authorization",
            "{}"u8.ToArray(),
            new byte[32],
            DateTimeOffset.UnixEpoch
        );

    [Theory]
    [InlineData("UPDATE ledger_entries SET entry = '\\x7b7d'", "never changed")]
    [InlineData("UPDATE ledger_entries SET package_id = 'PKG-2' WHERE action = 'prepare_vault'", "never changed")]
    [InlineData("DELETE FROM ledger_entries", "never removed")]
    [InlineData("TRUNCATE ledger_entries", "never removed")]
    [InlineData("SET session_replication_role = replica; DELETE FROM ledger_entries", "never removed")]
    public async Task The_store_rejects_its_owner_too_and_says_why(string statement, string reason)
    {
        await using var store = await PlantStore.Migrated(await servers.Postgres);
        await store.Write(
            Tables.LedgerEntries.Row(
                Guid.NewGuid(),
                Guid.NewGuid(),
                "PKG-1",
                "vault_hub",
                1L,
                "prepare_vault",
                "{\"n\":1}"u8.ToArray(),
                new byte[32],
                DateTimeOffset.UnixEpoch
            )
        );

        var rejection = await Should.ThrowAsync<PostgresException>(() => store.Database.Execute(statement));

        rejection.MessageText.ShouldContain("ledger_entries is append-only");
        rejection.MessageText.ShouldContain(reason);
        (await store.Database.Ask<string>("SELECT convert_from(entry, 'UTF8') FROM ledger_entries WHERE package_id = 'PKG-1'")).ShouldBe(
            "{\"n\":1}"
        );
    }
}
