using System.Collections.Concurrent;
using HandoffSaga.Alerts;
using HandoffSaga.Alerts.Delivery;
using HandoffSaga.Messages;
using HandoffSaga.Outbound.Tls;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Alerts;

/// <summary>A repetition that was published for later, and how much later.</summary>
internal sealed record Scheduled(AlertDelivery Message, TimeSpan Delay);

/// <summary>A bus with the alert consumer on it, and somebody who writes down what is published for later.</summary>
internal sealed class AlertStation : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private AlertStation(AlertOptions targets)
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(targets)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new TlsOptions())
            .AddSingleton<AlertPost>()
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddConsumer<AlertConsumer>();
                bus.UsingInMemory(
                    (context, memory) =>
                    {
                        memory.ConfigureEndpoints(context);
                    }
                );
            })
            .BuildServiceProvider();
    }

    public ConcurrentQueue<Scheduled> Schedule { get; } = new();

    private ITestHarness Harness => _services.GetRequiredService<ITestHarness>();

    public static async Task<AlertStation> Telling(params Uri[] urls)
    {
        var station = new AlertStation(new AlertOptions { Urls = urls });
        station.Harness.Bus.ConnectPublishObserver(new WrittenDown(station.Schedule));
        await station.Harness.Start();
        return station;
    }

    /// <summary>Brings a delivery to the consumer and returns when that is done with it, with what it threw if it did.</summary>
    public async Task<Exception?> Consume(AlertDelivery delivery, Guid messageId)
    {
        await Harness.Bus.Publish(delivery, context => context.MessageId = messageId, TestContext.Current.CancellationToken);
        var consumer = Harness.GetConsumerHarness<AlertConsumer>();
        var consumed = await consumer
            .Consumed.SelectAsync<AlertDelivery>(message => message.Context.MessageId == messageId, TestContext.Current.CancellationToken)
            .First();
        return consumed.ShouldNotBeNull().Exception;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class WrittenDown(ConcurrentQueue<Scheduled> schedule) : IPublishObserver
    {
        public Task PrePublish<T>(PublishContext<T> context)
            where T : class
        {
            if (context is { Message: AlertDelivery delivery, Delay: { } delay })
                schedule.Enqueue(new Scheduled(delivery, delay));
            return Task.CompletedTask;
        }

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
