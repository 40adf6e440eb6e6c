using RabbitMQ.Client;

namespace HandoffSaga.Durability;

/// <summary>The channel to one exchange: opened on demand, and reopened after it was closed.</summary>
internal sealed class ExchangeChannel(string exchange, BrokerConnection connection, BrokerTopology topology, TimeProvider clock)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IChannel? _channel;

    public async ValueTask<IChannel> Open(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _channel) is { IsOpen: true } open)
            return open;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_channel is { IsOpen: true } opened)
                return opened;
            if (Interlocked.Exchange(ref _channel, null) is { } closed)
                await closed.DisposeAsync();
            var broker = await connection.Open(cancellationToken);
            await topology.Declare(broker, exchange, cancellationToken);
            return _channel = await broker.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true),
                cancellationToken
            );
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Publishes on another channel from now on. In a cluster whose queue has just lost its leader, RabbitMQ 3.10 may keep answering nack
    /// on one channel, or stay silent, and accept the same message on the next. Messages still waiting for a confirm on the old channel
    /// stay there.
    /// </summary>
    public void Replace(IChannel failing)
    {
        if (Interlocked.CompareExchange(ref _channel, null, failing) == failing)
            _ = CloseLater(failing);
    }

    private async Task CloseLater(IChannel channel)
    {
        await Task.Delay(RabbitMqPublisher.Patience, clock);
        await channel.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
        _gate.Dispose();
    }
}
