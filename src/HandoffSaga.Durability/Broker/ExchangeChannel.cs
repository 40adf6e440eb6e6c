using RabbitMQ.Client;

namespace HandoffSaga.Durability;

/// <summary>The channel to one exchange: opened when it is needed, and again when it was closed.</summary>
internal sealed class ExchangeChannel(string exchange, BrokerConnection connection, BrokerTopology topology, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private IChannel? channel;

    public async ValueTask<IChannel> Open(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref channel) is { IsOpen: true } open)
            return open;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (channel is { IsOpen: true } opened)
                return opened;
            if (Interlocked.Exchange(ref channel, null) is { } closed)
                await closed.DisposeAsync().ConfigureAwait(false);
            var broker = await connection.Open(cancellationToken).ConfigureAwait(false);
            await topology.Declare(broker, exchange, cancellationToken).ConfigureAwait(false);
            return channel = await broker.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Publishes on another channel from now on. In a cluster whose queue has just lost its leader, RabbitMQ 3.10 may answer nack on one channel for ever, or nothing, and
    /// take the same message on the next. What waits for its confirm on the old one is left to it.
    /// </summary>
    public void Replace(IChannel failing)
    {
        if (Interlocked.CompareExchange(ref channel, null, failing) == failing)
            _ = CloseLater(failing);
    }

    private async Task CloseLater(IChannel channel)
    {
        await Task.Delay(RabbitMqPublisher.Patience, clock).ConfigureAwait(false);
        await channel.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (channel is not null)
            await channel.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }
}
