using System.Threading.Channels;
using HandoffSaga.Durability;
using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.SystemSpecs.Broker;

/// <summary>A program with one raw endpoint on a real broker, and with a handler that does what the specification says.</summary>
internal sealed class RawStation(IHost host, SqliteUnderTest store) : IAsyncDisposable
{
    public const string Queue = "specs.raw";

    public ScriptedHandler Handler => host.Services.GetRequiredService<ScriptedHandler>();

    public IRawPublisher Publisher => host.Services.GetRequiredService<IRawPublisher>();

    public static async Task<RawStation> Start(
        VirtualHost broker,
        BrokerQueueType queues = BrokerQueueType.Quorum,
        params RawExchange[] exchanges
    )
    {
        var store = new SqliteUnderTest();
        await store.Create();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDurability(durability =>
        {
            store.Use(durability);
            durability
                .UseRabbitMq(new RabbitMqOptions { Hosts = [broker.Amqp], QueueType = queues })
                .RawEndpoint<ScriptedHandler>(
                    Queue,
                    4,
                    new RawBinding("specs.fanout"),
                    new RawBinding("specs.topic", RawExchangeType.Topic, "parts.#")
                );
            foreach (var exchange in exchanges)
            {
                durability.RawExchange(exchange);
            }
        });
        var built = builder.Build();
        await built.StartAsync(TestContext.Current.CancellationToken);
        await built.Services.GetRequiredService<BusReadiness>().Ready(TestContext.Current.CancellationToken);
        return new RawStation(built, store);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
        await store.DisposeAsync();
    }

    internal sealed class ScriptedHandler : IRawMessageHandler
    {
        public Func<RawMessage, CancellationToken, Task> Does { get; set; } = (_, _) => Task.CompletedTask;

        private Channel<RawMessage> Handled { get; } = Channel.CreateUnbounded<RawMessage>();

        public Task<RawMessage> Next() => Handled.Reader.ReadAsync(TestContext.Current.CancellationToken).Within();

        public async Task Handle(RawMessage message, CancellationToken cancellationToken)
        {
            await Does(message, cancellationToken);
            Handled.Writer.TryWrite(message);
        }
    }
}
