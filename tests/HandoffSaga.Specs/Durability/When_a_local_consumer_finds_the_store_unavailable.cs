using System.Reflection;
using HandoffSaga.Durability;
using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HandoffSaga.Specs.Durability;

/// <summary>A message from this process's own outbox needs no broker to come again.</summary>
public sealed class When_a_local_consumer_finds_the_store_unavailable : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StoreOutage _store = new(new DurabilityOptions(), new FakeTimeProvider());
    private readonly InFlightMessages _inFlight = new(10);
    private readonly ScriptedConsumer _consumer = new();
    private readonly ServiceProvider _services;
    private readonly LocalConsumers _local;

    public When_a_local_consumer_finds_the_store_unavailable()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IBus>(Bus.Factory.CreateUsingInMemory(_ => { }))
            .AddSingleton<EndpointNames>()
            .AddSingleton<BrokerRoutes>()
            .AddSingleton(DispatchProxy.Create<IReceiveEndpointDispatcherFactory, Unused>())
            .BuildServiceProvider();
        _local = new LocalConsumers(_services, [_consumer], _inFlight, _store, NullLogger<LocalConsumers>.Instance);
    }

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_its_message_again_when_the_store_is_back()
    {
        // Given a long outage, which the consumer meets
        await _store.DeclareLong();
        _consumer.Fails(new StoreUnavailableException("no route to the server"));
        var message = Taken();
        await _consumer.Asked(times: 1);
        _inFlight.Contains(message.MessageId).ShouldBeTrue();

        // When it is over
        _store.DeclareOver();

        // Then nobody waits for the row's deadline
        await _consumer.Asked(times: 2);
        await _local.StopAsync(Ends);
        _inFlight.Contains(message.MessageId).ShouldBeFalse();
    }

    [Fact]
    public async Task Also_when_that_is_wrapped()
    {
        _consumer.Fails(new InvalidOperationException("the consumer failed", new StoreUnavailableException("no route to the server")));
        Taken();

        await _consumer.Asked(times: 2);
    }

    [Fact]
    public async Task A_fault_of_its_own_is_left_to_the_rows_deadline()
    {
        _consumer.Fails(new InvalidOperationException("no such column"));
        var message = Taken();

        await _local.StopAsync(Ends);

        _consumer.Times.ShouldBe(1);
        _inFlight.Contains(message.MessageId).ShouldBeFalse();
    }

    [Fact]
    public async Task The_end_of_the_program_ends_the_wait()
    {
        await _store.DeclareLong();
        _consumer.Fails(new StoreUnavailableException("no route to the server"));
        Taken();
        await _consumer.Asked(times: 1);

        await _store.Close();

        await _local.StopAsync(Ends).WaitAsync(Patience, Ends);
        _consumer.Times.ShouldBe(1);
    }

    public async ValueTask DisposeAsync()
    {
        _local.Dispose();
        _store.Dispose();
        await _services.DisposeAsync();
    }

    private OutgoingMessage Taken()
    {
        var message = new OutgoingMessage
        {
            MessageId = Guid.NewGuid(),
            Destination = _services.GetRequiredService<BrokerRoutes>().Published(typeof(Work)).ToString(),
            ContentType = "application/vnd.masstransit+json",
            Body = "{}"u8.ToArray(),
            MessageType = nameof(Work),
            ResendAfter = TimeSpan.FromHours(1),
            IsInFlight = true,
        };
        _inFlight.TryTrack(message.MessageId, message.Destination).ShouldBeTrue();
        _local.TryTake(message).ShouldBeTrue();
        return message;
    }

    /// <summary>What the consumer takes.</summary>
    public sealed record Work;

    /// <summary>Only its message type counts: the endpoint's dispatcher is scripted.</summary>
    private sealed class WorkConsumer : IConsumer<Work>
    {
        public Task Consume(ConsumeContext<Work> context) => Task.CompletedTask;
    }

    private sealed class ScriptedConsumer() : ConsumerEndpoint("work", 1, typeof(WorkConsumer))
    {
        private readonly Queue<Exception> _failures = new();
        private readonly SemaphoreSlim _asked = new(0);

        public int Times { get; private set; }

        public void Fails(Exception failure) => _failures.Enqueue(failure);

        public async Task Asked(int times)
        {
            while (Times < times)
                (await _asked.WaitAsync(Patience, Ends)).ShouldBeTrue();
        }

        public override void Register(IBusRegistrationConfigurator bus) => throw new NotSupportedException();

        public override void Configure(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context) =>
            throw new NotSupportedException();

        public override IReceiveEndpointDispatcher CreateReceiver(IReceiveEndpointDispatcherFactory factory)
        {
            var dispatcher = DispatchProxy.Create<IReceiveEndpointDispatcher, ScriptedDispatcher>();
            ((ScriptedDispatcher)dispatcher).Consumer = this;
            return dispatcher;
        }

        public Task Consume()
        {
            Times++;
            _asked.Release();
            return _failures.TryDequeue(out var failure) ? Task.FromException(failure) : Task.CompletedTask;
        }
    }

    /// <summary>The dispatcher of an endpoint, of which only the dispatching is of interest.</summary>
    public class ScriptedDispatcher : DispatchProxy
    {
        internal object? Consumer { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == nameof(IReceiveEndpointDispatcher.Dispatch)
                ? ((ScriptedConsumer)Consumer!).Consume()
                : throw new NotSupportedException(targetMethod?.Name);
    }

    /// <summary>Nothing is asked of it.</summary>
    public class Unused : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == nameof(IAsyncDisposable.DisposeAsync)
                ? ValueTask.CompletedTask
                : throw new NotSupportedException(targetMethod?.Name);
    }
}
