using RabbitMQ.Client;

namespace HandoffSaga.Durability;

/// <summary>
/// A connection beside MassTransit's, for what MassTransit has no words for. Opened when it is needed and opened again when it broke; everybody who waits
/// for it shares one try.
/// </summary>
internal sealed class BrokerConnection(RabbitMqOptions options) : IAsyncDisposable
{
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly BrokerAddresses addresses = new(options.Hosts);
    private readonly Lock gate = new();
    private Task<IConnection>? current;
    private bool disposed;

    public Task<IConnection> Open(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (current is null or { IsCompletedSuccessfully: true, Result.IsOpen: false } or { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                var broken = current;
                current = Connect(broken);
            }

            return current.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<IConnection>? last;
        lock (gate)
        {
            disposed = true;
            last = current;
        }

        await Release(last).ConfigureAwait(false);
    }

    private async Task<IConnection> Connect(Task<IConnection>? broken)
    {
        // Off the lock.
        await Task.Yield();
        await Release(broken).ConfigureAwait(false);
        var factory = new ConnectionFactory
        {
            UserName = addresses.User,
            Password = addresses.Password,
            VirtualHost = addresses.VirtualHost,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = ConnectTimeout,
            HandshakeContinuationTimeout = ConnectTimeout,
            ContinuationTimeout = ConnectTimeout,
            RequestedHeartbeat = Heartbeat,
        };
        return await factory.CreateConnectionAsync(addresses.Endpoints(), options.ConnectionName + " publisher", CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task Release(Task<IConnection>? connecting)
    {
        try
        {
            if (connecting is not null)
                await (await connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It never opened, or it is gone already.
        }
    }
}
