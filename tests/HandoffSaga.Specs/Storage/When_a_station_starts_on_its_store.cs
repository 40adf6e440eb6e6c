using HandoffSaga.Durability;
using HandoffSaga.Durability.Sqlite;
using HandoffSaga.Specs.Status;
using HandoffSaga.Storage;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Specs.Storage;

public sealed class When_a_station_starts_on_its_store
{
    [Fact]
    public async Task The_model_has_no_change_that_no_migration_brings()
    {
        await using var store = StationStore.Empty();
        await using var context = store.Open();

        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_file_gets_the_whole_schema()
    {
        await using var store = StationStore.Empty();

        await store.Schema.Migrate(CancellationToken.None);

        var tables = await store.Read("SELECT name FROM sqlite_master WHERE type = 'table'");
        new[] { "transfers", "packages", "attempts", "ledger_entries", "rejected", "outbox" }.ShouldBeSubsetOf(
            tables.Select(row => (string)row[0])
        );
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        await using var store = await StationStore.Migrated();
        var before = await store.Read("PRAGMA schema_version");

        await store.Schema.Migrate(CancellationToken.None);

        (await store.Read("PRAGMA schema_version")).ShouldBeEquivalentTo(before);
    }

    [Fact]
    public async Task The_file_of_a_station_that_runs_is_not_migrated_under_it()
    {
        await using var store = StationStore.Empty();
        using var running = SqliteFileLock.Take(store.File);

        await Should.ThrowAsync<StoreInUseException>(() => store.Schema.Migrate(CancellationToken.None));

        (await store.Read("SELECT name FROM sqlite_master")).ShouldBeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_process_killed_while_it_migrated_does_not_stop_the_next_one()
    {
        // Given the row by which EF Core locks migrations, and nobody left to remove it
        await using var store = StationStore.Empty();
        await store.Execute(
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2025-06-01 14:00:00');
            """
        );

        await store.Schema.Migrate(TestContext.Current.CancellationToken);

        (await store.Read("SELECT count(*) FROM transfers"))[0][0].ShouldBe(0L);
    }

    [Fact]
    public async Task Every_shape_of_the_domain_finds_its_columns()
    {
        await using var store = await StationStore.Migrated();
        RowShape[] shapes =
        [
            Tables.Packages,
            Tables.AttemptWaiting,
            Tables.AttemptStarted,
            Tables.AttemptEnded,
            Tables.LedgerEntries,
            Tables.Rejected,
        ];

        foreach (var shape in shapes)
        {
            var columns = (await store.Read($"SELECT name FROM pragma_table_info('{shape.Table}')")).Select(row => (string)row[0]).ToList();
            shape.Columns.Select(column => column.Name).Except(columns).ShouldBeEmpty(shape.Table);
        }
    }

    [Fact]
    public async Task Ids_stand_as_sixteen_big_endian_bytes_and_times_as_unix_milliseconds()
    {
        await using var store = await StationStore.Migrated();
        var transfer = Handoffs.OnItsWay("PKG-1");
        await store.Write(transfer);

        await using var context = store.Open();
        var row = await context.Transfers.SingleAsync(
            row => row.CorrelationId == transfer.CorrelationId && row.ReceivedAt == transfer.ReceivedAt,
            TestContext.Current.CancellationToken
        );

        row.PackageId.ShouldBe("PKG-1");
        var stored = (await store.Read("SELECT correlation_id, received_at FROM transfers"))[0];
        stored[0].ShouldBe(transfer.CorrelationId.ToByteArray(bigEndian: true));
        stored[1].ShouldBe(transfer.ReceivedAt.ToUnixTimeMilliseconds());
    }
}
