using System.Text;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using RabbitMQ.Client;

namespace HandoffSaga.SystemSpecs.Durability.RabbitMq;

public sealed class When_messages_go_over_a_broker(RealServers servers) : IAsyncLifetime
{
    private readonly OverRabbitMq _store = new(servers, new SqliteUnderTest());

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _store.Create();

    public async ValueTask DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task A_row_goes_once_the_broker_has_the_message_consumed_or_not()
    {
        await using var station = await Station.Start(_store);
        var consume = new TaskCompletionSource();
        station.Bench.Does = _ => consume.Task;

        await station.Publish(new Work(Guid.NewGuid(), "long"));
        await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        await Until(async () => await _store.Count("outbox") == 0 && station.Outbox.InFlight == 0);

        consume.SetResult();
    }

    [Fact]
    public async Task A_kept_row_stays_until_it_is_answered()
    {
        await using var station = await Station.Start(_store);
        var ticket = await station.OpenAndWork();

        await station.Dispatch(new Ask(ticket));
        await station.Bench.Questions.Reader.ReadAsync(Ends).Within();
        await Until(async () => station.Outbox.InFlight == 0 && await _store.Count("outbox") == 1);

        await station.Dispatch(new Answer(ticket));
        (await _store.Count("outbox")).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_consumer_cannot_handle_is_found_with_its_reason_and_stops_nothing()
    {
        await using var station = await Station.Start(_store);
        station.Bench.Does = work => work.Message.Text == "bad" ? throw new InvalidDataException("the fuse blew") : Task.CompletedTask;

        await station.Publish(new Work(Guid.NewGuid(), "bad"), new Work(Guid.NewGuid(), "good"));

        await using var channel = await _store.Broker.Channel();
        await Until(async () =>
            (await _store.Broker.Queues()).ContainsKey("work_error") && await channel.MessageCountAsync("work_error", Ends) == 1
        );
        var error = (await channel.BasicGetAsync("work_error", autoAck: true, Ends)).ShouldNotBeNull();
        Encoding.UTF8.GetString((byte[])error.BasicProperties.Headers!["MT-Fault-Message"]!).ShouldBe("the fuse blew");
        Encoding.UTF8.GetString(error.Body.Span).ShouldContain("\"bad\"");
        await Until(async () => await _store.Broker.Count("work") == 0);
    }

    [Fact]
    public async Task Announcements_reach_whoever_listens_and_nobody_listening_is_no_failure()
    {
        await using var station = await Station.Start(_store);
        await using var channel = await _store.Broker.Channel();
        await channel.ExchangeDeclareAsync("specs.news", ExchangeType.Topic, durable: true, cancellationToken: Ends);
        await channel.QueueDeclareAsync("listener", durable: true, exclusive: false, autoDelete: false, cancellationToken: Ends);
        await channel.QueueBindAsync("listener", "specs.news", "fire.*", cancellationToken: Ends);

        await station.Units.Run(
            unit =>
            {
                unit.Announce(
                    new RawPublication("specs.news", "fire.drill", "{}"u8.ToArray())
                    {
                        Headers = new Dictionary<string, object?> { ["floor"] = 3 },
                    }
                );
                unit.Announce(new RawPublication("specs.news", "weather", "{}"u8.ToArray()));
                return Task.CompletedTask;
            },
            Ends
        );

        await Until(async () => await _store.Count("outbox") == 0);
        var heard = (await channel.BasicGetAsync("listener", autoAck: true, Ends)).ShouldNotBeNull();
        heard.RoutingKey.ShouldBe("fire.drill");
        heard.BasicProperties.ContentType.ShouldBe("application/json");
        heard.BasicProperties.Headers!["floor"].ShouldBe(3L);
        (await channel.BasicGetAsync("listener", autoAck: true, Ends)).ShouldBeNull();
    }

    internal static async Task Until(Func<Task<bool>> seen)
    {
        using var patience = new CancellationTokenSource(BusyMachine.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await seen())
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
