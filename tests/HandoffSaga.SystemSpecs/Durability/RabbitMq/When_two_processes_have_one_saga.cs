using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Durability.Postgres;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Durability.RabbitMq;

public sealed class When_two_processes_have_one_saga(RealServers servers) : IAsyncLifetime
{
    private readonly OverRabbitMq _store = new(servers, new PostgresUnderTest(servers));

    public async ValueTask InitializeAsync() => await _store.Create();

    public async ValueTask DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task What_one_remembers_and_the_other_changed_is_looked_at_again_before_an_event_is_taken_to_mean_nothing()
    {
        await using var one = await Station.Start(_store);
        await using var other = await Station.Start(_store, one.Clock);
        var ticket = await one.Open();
        await one.Dispatch(new AddOne(ticket));
        await other.Dispatch(new RemindMe(ticket, TimeSpan.FromHours(1)));
        (await other.Stored(ticket))!.ReminderToken.ShouldNotBeNull();

        await one.Dispatch(new ForgetReminder(ticket));

        (await one.Stored(ticket))!.ReminderToken.ShouldBeNull();
    }
}
