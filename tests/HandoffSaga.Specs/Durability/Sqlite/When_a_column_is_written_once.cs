using HandoffSaga.Durability.Contracts;

namespace HandoffSaga.Specs.Durability;

public sealed class When_a_column_is_written_once : IAsyncLifetime
{
    private readonly SqliteUnderTest _store = new();

    public async ValueTask InitializeAsync() => await _store.Create();

    [Fact]
    public async Task No_update_names_it_and_its_indexes_are_left_alone()
    {
        await _store.ForbidUpdatesOf("tickets", "enclosed");
        await using var station = await Station.Start(_store);
        var ticket = await station.Open();

        await station.Dispatch(new AddOne(ticket));

        (await station.Stored(ticket))!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_other_column_is_updated()
    {
        await _store.ForbidUpdatesOf("tickets", "count");
        await using var station = await Station.Start(_store);
        var ticket = await station.Open();

        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() => station.Dispatch(new AddOne(ticket)));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
