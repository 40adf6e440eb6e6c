using HandoffSaga.Rejections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HandoffSaga.Specs.Storage;

/// <summary>A store of the version that counted a flood in memory, stopped before its minute was over.</summary>
public sealed class When_rejections_were_counted_by_the_version_before
{
    [Fact]
    public async Task Those_it_had_not_reported_are_a_sum()
    {
        await using var store = await Older();
        await Rejected(store, 1, "not_json", at: 1000);
        await Told(store, 2, "not_json", at: 2000);
        await Rejected(store, 3, "not_json", at: 2000);
        await Rejected(store, 4, "too_large", at: 3500);
        await Rejected(store, 5, "not_json", at: 4000);

        await store.Schema.Migrate(CancellationToken.None);

        var sum = (await Untold(store)).ShouldHaveSingleItem();
        sum.Id.ShouldBe(Id(3));
        (sum.Count, sum.FirstAt, sum.LastAt).ShouldBe(
            (3, DateTimeOffset.FromUnixTimeMilliseconds(2000), DateTimeOffset.FromUnixTimeMilliseconds(4000))
        );
        sum.Reasons.ShouldBe([new("not_json", 2), new("too_large", 1)]);
    }

    [Fact]
    public async Task There_is_none_where_it_had_reported_the_last()
    {
        await using var store = await Older();
        await Rejected(store, 1, "not_json", at: 1000);
        await Told(store, 2, "not_json", at: 2000);

        await store.Schema.Migrate(CancellationToken.None);

        (await Untold(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_can_go_back()
    {
        await using var store = await Older();
        await store.Schema.Migrate(CancellationToken.None);

        await To(store, "AnEventHasOneIndex");

        await Rejected(store, 1, "not_json", at: 1000);
        (await store.Read("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = 'rejected_keeps_the_newest'"))[0]
            [0]
            .ShouldBe(1L);
    }

    private static async Task<StationStore> Older()
    {
        var store = StationStore.Empty();
        await To(store, "AnEventHasOneIndex");
        return store;
    }

    private static async Task To(StationStore store, string migration)
    {
        await using var context = store.Open();
        await context
            .Database.GetService<IMigrator>()
            .MigrateAsync(context.Database.GetMigrations().Single(name => name.EndsWith(migration, StringComparison.Ordinal)));
    }

    private static Task<int> Rejected(StationStore store, int id, string reason, long at) =>
        store.Execute(
            "INSERT INTO rejected (rejection_id, source, reason, body, body_length, body_sha256, received_at) VALUES ($0, 'http', $1, x'', 0, '', $2)",
            Id(id).ToByteArray(bigEndian: true),
            reason,
            at
        );

    private static async Task Told(StationStore store, int id, string reason, long at)
    {
        await Rejected(store, id, reason, at);
        await store.Execute(
            "INSERT INTO ledger_entries (event_id, action, entry, leaf_hash, recorded_at) VALUES ($0, 'reject_authorization', x'00', x'00', $1)",
            Id(id).ToByteArray(bigEndian: true),
            at
        );
    }

    private static async Task<IReadOnlyList<RejectionSummary>> Untold(StationStore store) =>
        await new UnreportedRejections(store.Contexts).Find(TestContext.Current.CancellationToken);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
