using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Durability.RabbitMq;

public sealed class When_kept_messages_stay_in_process(RealServers servers) : IAsyncLifetime
{
    private readonly OverRabbitMq _store = new(servers, new SqliteUnderTest(), KeptMessagePath.Local);

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _store.Create();

    public async ValueTask DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task They_are_consumed_without_a_way_over_the_broker()
    {
        await using var station = await Station.Start(_store);
        var ticket = await station.OpenAndWork();

        await station.Dispatch(new Ask(ticket));

        var asked = await station.Bench.Questions.Reader.ReadAsync(Ends).Within();
        asked.Message.Ticket.ShouldBe(ticket);
        asked.TryGetPayload<MassTransit.RabbitMqBasicConsumeContext>(out _).ShouldBeFalse();
        (await _store.Count("outbox")).ShouldBe(1);
    }

    [Fact]
    public async Task What_finds_no_room_goes_to_the_broker()
    {
        await using var station = await Station.Start(_store);
        var consume = new TaskCompletionSource();
        station.Bench.OnQuestion = _ => consume.Task;
        var asked = new List<MassTransit.ConsumeContext<Question>>();

        for (var i = 0; i < 6; i++)
        {
            await station.Dispatch(new Ask(await station.OpenAndWork()));
            asked.Add(await station.Bench.Questions.Reader.ReadAsync(Ends).Within());
        }

        asked.Count(context => !context.TryGetPayload<MassTransit.RabbitMqBasicConsumeContext>(out _)).ShouldBe(4);
        consume.SetResult();
    }

    [Fact]
    public async Task One_whose_consumer_failed_comes_again_at_its_deadline()
    {
        await using var station = await Station.Start(_store);
        var failed = new TaskCompletionSource();
        station.Bench.OnQuestion = _ => failed.TrySetResult() ? throw new InvalidDataException("once") : Task.CompletedTask;
        var ticket = await station.OpenAndWork();
        await station.Dispatch(new Ask(ticket));
        var first = await station.Bench.Questions.Reader.ReadAsync(Ends).Within();
        await When_messages_go_over_a_broker.Until(() => Task.FromResult(station.Outbox.InFlight == 0));

        station.Clock.Advance(TicketMachine.ResendAfter);

        (await station.Bench.Questions.Reader.ReadAsync(Ends).Within()).MessageId.ShouldBe(first.MessageId);
    }
}
