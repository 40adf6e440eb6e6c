using RabbitMQ.Client;

namespace HandoffSaga.Durability;

/// <summary>The channel to one exchange: opened when it is needed, and again when it was closed.</summary>
internal sealed class ExchangeChannel(string exchange, BrokerConnection connection, BrokerTopology topology) : IAsyncDisposable
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
            if (channel is { IsOpen: true })
                return channel;
            if (channel is not null)
                await channel.DisposeAsync().ConfigureAwait(false);
            channel = null;
            var broker = await connection.Open(cancellationToken).ConfigureAwait(false);
            await topology.Declare(broker, exchange, cancellationToken).ConfigureAwait(false);
            channel = await broker.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken).ConfigureAwait(false);
            return channel;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (channel is not null)
            await channel.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }
}
