using HandoffSaga.Durability;
using HandoffSaga.LedgerLog.Forwarding;
using HandoffSaga.Specs.Harness;
using HandoffSaga.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.LedgerLog.Forwarding;

public sealed class When_much_was_forwarded : IAsyncLifetime
{
    private const string Way = "http";

    private Station _station = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _station = await Station.Started();
        for (var from = 0L; from < 30_000; from += 1_000)
            (await Cursor().TryAdvance(Way, from, from + 1_000, Cancellation)).ShouldBeTrue();
        (await Cursor().TryAdvance("amqp", 0, 500, Cancellation)).ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => _station.DisposeAsync();

    [Fact]
    public async Task Only_the_newest_is_kept_of_it_and_each_way_for_itself()
    {
        (await _station.Count("ledger_forwards where way = 'http'")).ShouldBe(11);
        (await Cursor().Next(Way, Cancellation)).ShouldBe(30_000);
        (await Cursor().Next("amqp", Cancellation)).ShouldBe(500);
    }

    [Fact]
    public async Task A_replica_that_slept_through_all_of_it_moves_nothing_back()
    {
        await Cursor().TryAdvance(Way, 2_000, 3_000, Cancellation);

        (await Cursor().Next(Way, Cancellation)).ShouldBe(30_000);
        (await Cursor().TryAdvance(Way, 29_000, 29_500, Cancellation)).ShouldBeFalse("another one has gone on from there");
        (await Cursor().TryAdvance(Way, 30_000, 31_000, Cancellation)).ShouldBeTrue();
        (await _station.Count("ledger_forwards where way = 'http' and continues = 2000")).ShouldBe(0, "the next step drops it");
    }

    [Theory]
    [InlineData("DELETE FROM ledger_forwards")]
    [InlineData("DELETE FROM ledger_forwards WHERE continues = 29000")]
    [InlineData("UPDATE ledger_forwards SET next_index = 0")]
    public async Task What_counts_is_not_lost_and_not_changed(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_station.Database}");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        (await Should.ThrowAsync<SqliteException>(() => command.ExecuteNonQueryAsync(Cancellation))).Message.ShouldContain(
            "ledger_forwards is append-only"
        );
    }

    private ForwardCursor Cursor() =>
        new(
            _station.Services.GetRequiredService<IDbContextFactory<HandoffDbContext>>(),
            _station.Services.GetRequiredService<IUnitsOfWork>(),
            _station.Clock
        );
}
