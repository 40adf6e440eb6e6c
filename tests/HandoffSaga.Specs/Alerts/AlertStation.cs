using System.Collections.Concurrent;
using HandoffSaga.Alerts;
using HandoffSaga.Alerts.Delivery;
using HandoffSaga.Messages;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Context;
using MassTransit.Scheduling;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Specs.Alerts;

/// <summary>A repetition that was scheduled, and when it was due by the machine's clock (the only one MassTransit's scheduler reads).</summary>
internal sealed record Scheduled(object Message, DateTime DueAt);

/// <summary>A bus with the alert consumer on it, and a scheduler that only writes down.</summary>
internal sealed class AlertStation : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private AlertStation(AlertOptions targets)
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(targets)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<AlertPost>()
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddConsumer<AlertConsumer>();
                bus.UsingInMemory((context, memory) =>
                {
                    memory.AddPrePipeSpecification(new RecordingScheduler(Schedule));
                    memory.ConfigureEndpoints(context);
                });
            })
            .BuildServiceProvider();
    }

    public ConcurrentQueue<Scheduled> Schedule { get; } = new();

    private ITestHarness Harness => _services.GetRequiredService<ITestHarness>();

    public static async Task<AlertStation> Telling(params Uri[] urls)
    {
        var station = new AlertStation(new AlertOptions { Urls = urls });
        await station.Harness.Start();
        return station;
    }

    /// <summary>Brings a delivery to the consumer and returns when that is done with it, with what it threw if it did.</summary>
    public async Task<Exception?> Consume(AlertDelivery delivery, Guid messageId)
    {
        await Harness.Bus.Publish(delivery, context => context.MessageId = messageId, TestContext.Current.CancellationToken);
        var consumer = Harness.GetConsumerHarness<AlertConsumer>();
        var consumed = await consumer.Consumed
            .SelectAsync<AlertDelivery>(message => message.Context.MessageId == messageId, TestContext.Current.CancellationToken).First();
        return consumed.ShouldNotBeNull().Exception;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class RecordingScheduler(ConcurrentQueue<Scheduled> schedule) : IPipeSpecification<ConsumeContext>, IFilter<ConsumeContext>
    {
        public void Apply(IPipeBuilder<ConsumeContext> builder) => builder.AddFilter(this);

        public IEnumerable<ValidationResult> Validate() => [];

        public void Probe(ProbeContext context) => context.CreateFilterScope("recordingScheduler");

        public Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
        {
            context.GetOrAddPayload<MessageSchedulerContext>(() => new ConsumeMessageSchedulerContext(
                context, consume => new MessageScheduler(new RecordingProvider(schedule), consume.GetPayload<IBusTopology>())));
            return next.Send(context);
        }
    }

    private sealed class RecordingProvider(ConcurrentQueue<Scheduled> schedule) : IScheduleMessageProvider
    {
        public Task<ScheduledMessage<T>> ScheduleSend<T>(
            Uri destinationAddress, DateTime scheduledTime, T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
            where T : class
        {
            schedule.Enqueue(new Scheduled(message, scheduledTime));
            return Task.FromResult<ScheduledMessage<T>>(new ScheduledMessageHandle<T>(Guid.NewGuid(), scheduledTime, destinationAddress, message));
        }

        public Task CancelScheduledSend(Guid tokenId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CancelScheduledSend(Uri destinationAddress, Guid tokenId, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
