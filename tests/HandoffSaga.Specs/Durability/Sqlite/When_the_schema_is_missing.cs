using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.Durability.Sqlite;

namespace HandoffSaga.Specs.Durability;

public sealed class When_the_schema_is_missing
{
    [Fact]
    public async Task The_start_fails_and_says_so()
    {
        await using var store = new SqliteUnderTest();
        using var opened = new SqliteStore(store.ConnectionString, new DurabilityOptions(), TimeProvider.System);

        var failed = await Should.ThrowAsync<InvalidOperationException>(() => opened.Open(TestContext.Current.CancellationToken));

        failed.Message.ShouldContain("schema");
    }

    [Fact]
    public void A_store_without_a_file_is_not_durable() =>
        Should.Throw<ArgumentException>(() => new SqliteStore("Data Source=:memory:", new DurabilityOptions(), TimeProvider.System));
}
