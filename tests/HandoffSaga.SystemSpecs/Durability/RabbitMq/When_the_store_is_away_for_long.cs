using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Durability.Postgres;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Durability.RabbitMq;

public sealed class When_the_store_is_away_for_long(RealServers servers) : IAsyncLifetime
{
    private readonly OverRabbitMq _store = new(servers, new PostgresUnderTest(servers));

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _store.Create();

    public async ValueTask DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Nothing_is_taken_from_the_broker_until_it_is_back_and_then_all_of_it()
    {
        await using var station = await Station.Start(_store);
        await using var channel = await _store.Broker.Channel();
        var away = new TaskCompletionSource<IAsyncDisposable>();
        station.Bench.Does = async work =>
        {
            if (!away.Task.IsCompleted)
            {
                away.TrySetResult(await _store.TakeAway());
            }

            await work.Publish(new WorkDone(work.Message.Ticket));
        };
        var ticket = await station.Open();

        await using (await away.Task.Within())
        {
            await Passing(async () => await channel.ConsumerCountAsync("work", Ends) == 0 && await channel.MessageCountAsync("work", Ends) == 1);
            (await channel.ConsumerCountAsync("tickets", Ends)).ShouldBe(0u);
        }

        await Passing(async () => await channel.ConsumerCountAsync("work", Ends) == 1);
        await Passing(async () => (await station.Stored(ticket))!.Count == 1);
        (await _store.Broker.Queues()).Keys.ShouldNotContain(name => name.EndsWith("_error"));

        Task Passing(Func<Task<bool>> seen) => When_messages_go_over_a_broker.Until(() =>
        {
            station.Clock.Advance(TimeSpan.FromSeconds(2));
            return seen();
        });
    }
}
