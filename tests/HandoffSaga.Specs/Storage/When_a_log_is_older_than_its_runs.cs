using HandoffSaga.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Specs.Storage;

/// <summary>A store that was written when each event had a row of its own for its index.</summary>
public sealed class When_a_log_is_older_than_its_runs
{
    // Numbers 1 to 6; 4 came late, 7 waits.
    private static readonly int[] Logged = [1, 2, 3, 5, 6, 4];

    [Fact]
    public async Task Its_events_keep_their_indexes()
    {
        await using var store = await Older();

        await store.Schema.Migrate(CancellationToken.None);

        (await store.Read("SELECT log_index, first_seq, entries FROM ledger_index ORDER BY log_index"))
            .Select(row => string.Join(" ", row))
            .ShouldBe(["0 1 3", "3 5 2", "5 4 1"]);
    }

    [Fact]
    public async Task It_can_go_back()
    {
        await using var store = await Older();
        var before = await Indexes(store);
        await store.Schema.Migrate(CancellationToken.None);

        await To(store, "ForwardsAreCapped");

        (await Indexes(store)).ShouldBe(before);
    }

    private static async Task<StationStore> Older()
    {
        var store = StationStore.Empty();
        await To(store, "ForwardsAreCapped");
        foreach (var seq in Enumerable.Range(1, 7))
        {
            await store.Execute(
                "INSERT INTO ledger_entries (seq, event_id, action, entry, leaf_hash, recorded_at) VALUES ($0, $1, 'x', $2, $3, 0)",
                seq,
                Id(seq),
                new byte[] { (byte)seq },
                LedgerHash.Leaf([(byte)seq])
            );
        }

        foreach (var (index, seq) in Logged.Index())
            await store.Execute("INSERT INTO ledger_index (log_index, event_id) VALUES ($0, $1)", index, Id(seq));
        return store;
    }

    private static async Task<string[]> Indexes(StationStore store) =>
        [
            .. (await store.Read("SELECT log_index, hex(event_id) FROM ledger_index ORDER BY log_index")).Select(row =>
                string.Join(" ", row)
            ),
        ];

    private static async Task To(StationStore store, string migration)
    {
        await using var context = store.Open();
        await context
            .Database.GetService<IMigrator>()
            .MigrateAsync(context.Database.GetMigrations().Single(name => name.EndsWith(migration, StringComparison.Ordinal)));
    }

    private static byte[] Id(int seq) => new Guid(seq, 0, 0, new byte[8]).ToByteArray(bigEndian: true);
}
