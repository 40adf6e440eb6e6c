using System.Security.Cryptography;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Sqlite;

namespace HandoffSaga.Specs.Storage;

public sealed class When_a_damaged_file_is_started
{
    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_start_is_refused_with_what_to_do()
    {
        await using var store = await StationStore.Migrated();
        await Damage(store.File);

        var refused = await Should.ThrowAsync<StoreUnusableException>(() => store.Schema.Migrate(Ends));

        refused.Message.ShouldContain($"{store.File} is damaged");
        refused.Message.ShouldContain("handoff restore");
        refused.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task The_check_of_the_whole_file_finds_it()
    {
        await using var store = await StationStore.Migrated();
        SqliteFileCheck.Full(store.File, TimeProvider.System, Ends).Damage.ShouldBeEmpty();
        await Damage(store.File);

        SqliteFileCheck.Full(store.File, TimeProvider.System, Ends).Damage.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_check_that_has_no_time_says_that_it_saw_only_a_part()
    {
        await using var store = await StationStore.Migrated();
        await store.Execute(
            "CREATE TABLE large (x); INSERT INTO large WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i FROM n; CREATE INDEX ix_large ON large (x)"
        );

        var cut = SqliteFileCheck.Quick(store.File, TimeSpan.Zero, TimeProvider.System, Ends);
        var whole = SqliteFileCheck.Quick(store.File, TimeSpan.FromMinutes(1), TimeProvider.System, Ends);

        (cut.IsWhole, cut.Damage.Count).ShouldBe((false, 0));
        (whole.IsWhole, whole.Damage.Count).ShouldBe((true, 0));
    }

    [Fact]
    public async Task The_check_leaves_the_file_as_it_is()
    {
        await using var store = await StationStore.Migrated();
        var before = await File.ReadAllBytesAsync(store.File, Ends);

        SqliteFileCheck.Full(store.File, TimeProvider.System, Ends).IsWhole.ShouldBeTrue();

        (await File.ReadAllBytesAsync(store.File, Ends)).ShouldBe(before);
    }

    // A bad disk: some pages in the middle.
    private static async Task Damage(string database)
    {
        await using var file = new FileStream(database, FileMode.Open, FileAccess.ReadWrite);
        file.Position = file.Length / 2 / 4096 * 4096;
        await file.WriteAsync(RandomNumberGenerator.GetBytes(5 * 4096), Ends);
    }
}
