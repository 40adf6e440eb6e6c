using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;

namespace HandoffSaga.Specs.Storage;

public sealed class When_someone_touches_the_ledger
{
    [Theory]
    [InlineData("UPDATE ledger_entries SET entry = x'7b7d'", "never changed")]
    [InlineData("UPDATE ledger_entries SET package_id = 'PKG-2' WHERE action = 'prepare_vault'", "never changed")]
    [InlineData("DELETE FROM ledger_entries", "never removed")]
    [InlineData("DELETE FROM ledger_entries WHERE seq = 1", "never removed")]
    public async Task The_store_rejects_and_says_why(string statement, string reason)
    {
        // Given an entry
        await using var store = await StationStore.Migrated();
        await store.Write(Entry(sequence: 1));

        // When it is to be changed or removed
        var rejection = await Should.ThrowAsync<SqliteException>(() => store.Execute(statement));

        // Then it stands as it stood
        rejection.Message.ShouldContain("ledger_entries is append-only");
        rejection.Message.ShouldContain(reason);
        (await store.Read("SELECT package_id, entry FROM ledger_entries"))
            .ShouldHaveSingleItem()
            .ShouldBe(["PKG-1", "{\"n\":1}"u8.ToArray()]);
    }

    [Fact]
    public async Task A_number_of_a_trail_is_taken_once()
    {
        await using var store = await StationStore.Migrated();
        await store.Write(Entry(sequence: 1));

        await Should.ThrowAsync<SqliteException>(() => store.Write(Entry(sequence: 1)));
        await store.Write(Entry(sequence: 2));
    }

    [Fact]
    public async Task Refusals_that_belong_to_no_transfer_get_in_nobodys_way()
    {
        await using var store = await StationStore.Migrated();

        await store.Write(Rejection());
        await store.Write(Rejection());
        await store.Write(Entry(sequence: 1));

        (await store.Read("SELECT seq FROM ledger_entries ORDER BY seq")).Select(row => (long)row[0]).ShouldBe([1, 2, 3]);
    }

    private static global::HandoffSaga.Durability.Row Entry(long sequence) =>
        Tables.LedgerEntries.Row(
            Guid.NewGuid(),
            new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
            "PKG-1",
            "vault_hub",
            sequence,
            "prepare_vault",
            "{\"n\":1}"u8.ToArray(),
            new byte[32],
            DateTimeOffset.UnixEpoch
        );

    private static global::HandoffSaga.Durability.Row Rejection() =>
        Tables.LedgerEntries.Row(
            Guid.NewGuid(),
            null,
            "PKG-1",
            "vault_hub",
            1L,
            "reject_authorization",
            "{}"u8.ToArray(),
            new byte[32],
            DateTimeOffset.UnixEpoch
        );
}
