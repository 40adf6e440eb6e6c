using System.Collections.Frozen;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Hands kept messages directly to this process's own consumers, bypassing the broker, up to their concurrency; the rest go to the broker,
/// for any process. A consumer that fails or dies loses nothing: the row is its message's deadline. One that only found the store away gets
/// its message again when the store is back, as it would from a broker.
/// </summary>
internal sealed partial class LocalConsumers(
    IServiceProvider services,
    IReadOnlyList<ConsumerEndpoint> consumers,
    InFlightMessages inFlight,
    IStorePresence store,
    ILogger<LocalConsumers> log
) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<FrozenDictionary<string, Receiver>> _receivers = new(() => Receivers(services, consumers));
    private int _running;
    private bool _stopping;

    public bool TryTake(OutgoingMessage message)
    {
        if (consumers.Count == 0 || message.ResendAfter is null || !_receivers.Value.TryGetValue(message.Destination, out var receiver))
            return false;
        lock (_gate)
        {
            if (_stopping || receiver.Taken >= receiver.Room)
                return false;
            receiver.Taken++;
            _running++;
        }

        _ = Task.Run(() => Consume(message, receiver), CancellationToken.None);
        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Finishes what was taken.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _stopping = true;
            if (_running == 0)
                _idle.TrySetResult();
        }

        var cut = cancellationToken.Register(_ending.Cancel);
        await using (cut)
            await _idle.Task;
    }

    public void Dispose() => _ending.Dispose();

    private async Task Consume(OutgoingMessage message, Receiver receiver)
    {
        try
        {
            var stored = new StoredMessagePipe(message);
            using var activity = Traces.Start("handoff.send", message.MessageType, stored.TraceParent);
            while (!await TryDispatch(receiver, message, stored))
                await store.Back(_ending.Token);
        }
        catch (Exception failure)
        {
            LogFailed(failure, message.MessageType, message.MessageId);
        }
        finally
        {
            lock (_gate)
            {
                receiver.Taken--;
                if (--_running == 0 && _stopping)
                    _idle.TrySetResult();
            }

            inFlight.Release(message.MessageId);
        }
    }

    /// <summary>False when the consumer found the store away for long; how far it came, its message's next delivery tells it.</summary>
    private async Task<bool> TryDispatch(Receiver receiver, OutgoingMessage message, StoredMessagePipe stored)
    {
        try
        {
            await receiver.Dispatcher.Dispatch(message.Body, stored.TransportHeaders(), _ending.Token);
            return true;
        }
        catch (Exception failure)
            when (failure.Causes().Any(cause => cause is StoreUnavailableException) && !_ending.IsCancellationRequested)
        {
            return false;
        }
    }

    private static FrozenDictionary<string, Receiver> Receivers(IServiceProvider services, IReadOnlyList<ConsumerEndpoint> consumers)
    {
        var routes = services.GetRequiredService<BrokerRoutes>();
        var factory = services.GetRequiredService<IReceiveEndpointDispatcherFactory>();
        return consumers
            .SelectMany(consumer => consumer.Messages, (consumer, type) => (Address: routes.Published(type).ToString(), consumer))
            // When a message has two consumers, each must get it: only the broker does that.
            .GroupBy(entry => entry.Address)
            .Where(entries => entries.Count() == 1)
            .ToFrozenDictionary(
                entries => entries.Key,
                entries => new Receiver(entries.Single().consumer.CreateReceiver(factory), entries.Single().consumer.Concurrency)
            );
    }

    private sealed class Receiver(IReceiveEndpointDispatcher dispatcher, int room)
    {
        public IReceiveEndpointDispatcher Dispatcher => dispatcher;

        public int Room => room;

        public int Taken { get; set; }
    }

    [LoggerMessage(
        EventId = 107,
        Level = LogLevel.Error,
        Message = "{MessageType} {MessageId} failed in this process; it is sent again at its deadline."
    )]
    private partial void LogFailed(Exception failure, string messageType, Guid messageId);
}
