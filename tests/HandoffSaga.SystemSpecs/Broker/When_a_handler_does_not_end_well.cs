using System.Text;
using HandoffSaga.Durability;
using HandoffSaga.SystemSpecs.Harness;
using HandoffSaga.SystemSpecs.Servers;
using RabbitMQ.Client;

namespace HandoffSaga.SystemSpecs.Broker;

public sealed class When_a_handler_does_not_end_well(RealServers servers) : BrokerSpec(servers)
{
    private static readonly TimeSpan Patience = BusyMachine.Patience;

    [Fact]
    public async Task A_surprise_puts_the_message_where_people_find_it_and_stops_nothing()
    {
        await using var station = await RawStation.Start(Broker);
        station.Handler.Does = (message, _) =>
            message.MessageId == "bad" ? throw new InvalidDataException("the fuse\nblew") : Task.CompletedTask;
        await using var channel = await Broker.Channel();

        await channel.BasicPublishAsync(
            "specs.fanout",
            "",
            mandatory: true,
            new BasicProperties
            {
                MessageId = "bad",
                UserId = "guest",
                Expiration = "600000",
                ContentType = "text/odd",
                Headers = new Dictionary<string, object?> { ["mine"] = 5 },
            },
            "poison"u8.ToArray(),
            Ends
        );
        await channel.BasicPublishAsync(
            "specs.fanout",
            "",
            mandatory: true,
            new BasicProperties { MessageId = "good" },
            "fine"u8.ToArray(),
            Ends
        );

        (await station.Handler.Next()).MessageId.ShouldBe("good");
        var poison = await Next(channel, "handoff.poison");
        Encoding.UTF8.GetString(poison.Body.Span).ShouldBe("poison");
        poison.BasicProperties.MessageId.ShouldBe("bad");
        poison.BasicProperties.ContentType.ShouldBe("text/odd");
        poison.BasicProperties.Persistent.ShouldBeTrue();
        poison.BasicProperties.Headers!["mine"].ShouldBe(5);
        Header(poison, "handoff-poison-reason").ShouldBe("InvalidDataException: the fuse blew");
        Header(poison, "handoff-poison-queue").ShouldBe(RawStation.Queue);
        Header(poison, "handoff-poison-exchange").ShouldBe("specs.fanout");
        Header(poison, "handoff-poison-user-id").ShouldBe("guest");
        (await Broker.Count(RawStation.Queue)).ShouldBe(0u);
    }

    [Fact]
    public async Task A_store_that_is_unavailable_leaves_it_with_the_broker_until_it_is_back()
    {
        await using var station = await RawStation.Start(Broker);
        var tries = 0;
        station.Handler.Does = (_, _) => Interlocked.Increment(ref tries) < 4 ? throw new StoreUnavailableException() : Task.CompletedTask;
        await using var channel = await Broker.Channel();

        await channel.BasicPublishAsync("specs.fanout", "", mandatory: true, new BasicProperties(), "waits"u8.ToArray(), Ends);

        var message = await station.Handler.Next();
        message.Redelivered.ShouldBeTrue();
        tries.ShouldBe(4);
        (await Broker.Count("handoff.poison")).ShouldBe(0u);
    }

    [Fact]
    public async Task What_is_wrong_with_something_else_leaves_it_with_the_broker_too()
    {
        await using var station = await RawStation.Start(Broker);
        var tries = 0;
        station.Handler.Does = (_, _) =>
            Interlocked.Increment(ref tries) switch
            {
                1 => throw new IOException("No space left on device"),
                2 => throw new InvalidOperationException("wrapped", new TimeoutException()),
                _ => Task.CompletedTask,
            };
        await using var channel = await Broker.Channel();

        await channel.BasicPublishAsync("specs.fanout", "", mandatory: true, new BasicProperties(), "waits"u8.ToArray(), Ends);

        (await station.Handler.Next()).Redelivered.ShouldBeTrue();
        tries.ShouldBe(3);
        (await Broker.Count("handoff.poison")).ShouldBe(0u);
    }

    [Fact]
    public async Task What_is_not_finished_when_the_program_stops_is_there_for_the_next()
    {
        var station = await RawStation.Start(Broker);
        var began = new TaskCompletionSource();
        station.Handler.Does = async (_, stopped) =>
        {
            began.TrySetResult();
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
            throw new StoreUnavailableException();
        };
        await using var channel = await Broker.Channel();
        await channel.BasicPublishAsync("specs.fanout", "", mandatory: true, new BasicProperties(), "unfinished"u8.ToArray(), Ends);
        await began.Task.WaitAsync(Patience, Ends);
        await station.DisposeAsync();

        await using var next = await RawStation.Start(Broker);

        var message = await next.Handler.Next();
        Encoding.UTF8.GetString(message.Body.Span).ShouldBe("unfinished");
        message.Redelivered.ShouldBeTrue();
    }

    private static string? Header(BasicGetResult message, string name) =>
        message.BasicProperties.Headers![name] is byte[] text ? Encoding.UTF8.GetString(text) : null;

    private static async Task<BasicGetResult> Next(IChannel channel, string queue)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await channel.BasicGetAsync(queue, autoAck: true, patience.Token) is { } message)
            {
                return message;
            }

            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
