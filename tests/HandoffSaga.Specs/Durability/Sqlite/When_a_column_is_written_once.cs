using HandoffSaga.Durability.Contracts;

namespace HandoffSaga.Specs.Durability;

public sealed class When_a_column_is_written_once : IAsyncLifetime
{
    private readonly SqliteUnderTest store = new();

    public async ValueTask InitializeAsync() => await store.Create();

    [Fact]
    public async Task No_update_names_it_and_its_indexes_are_left_alone()
    {
        await store.ForbidUpdatesOf("tickets", "enclosed");
        await using var station = await Station.Start(store);
        var ticket = await station.Open();

        await station.Dispatch(new AddOne(ticket));

        (await station.Stored(ticket))!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_other_column_is_updated()
    {
        await store.ForbidUpdatesOf("tickets", "count");
        await using var station = await Station.Start(store);
        var ticket = await station.Open();

        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() => station.Dispatch(new AddOne(ticket)));
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
