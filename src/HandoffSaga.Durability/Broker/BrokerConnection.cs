using RabbitMQ.Client;

namespace HandoffSaga.Durability;

/// <summary>
/// A connection beside MassTransit's, for what MassTransit's API cannot do. Opened on demand and reopened after it broke; all waiting
/// callers share one attempt.
/// </summary>
internal sealed class BrokerConnection(BrokerLogin login) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<IConnection>? _current;
    private bool _disposed;
    private volatile string? _blocked;

    /// <summary>Why the broker reads nothing from this connection, in its words; null while it does.</summary>
    public string? Blocked => _blocked;

    public Task<IConnection> Open(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (
                _current
                is null
                    or { IsCompletedSuccessfully: true, Result.IsOpen: false }
                    or { IsCompleted: true, IsCompletedSuccessfully: false }
            )
            {
                var broken = _current;
                _current = Connect(broken);
            }

            return _current.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<IConnection>? last;
        lock (_gate)
        {
            _disposed = true;
            last = _current;
        }

        await Release(last);
    }

    private async Task<IConnection> Connect(Task<IConnection>? broken)
    {
        // Outside the lock.
        await Task.Yield();
        await Release(broken);
        // Many processes do not all connect to the first.
        var (connection, _) = await login.Connect(Random.Shared.Next(login.Addresses.Nodes.Count), "publisher", CancellationToken.None);
        _blocked = null;
        connection.ConnectionBlockedAsync += (_, blocked) => Hear(blocked.Reason);
        connection.ConnectionUnblockedAsync += (_, _) => Hear(null);
        connection.ConnectionShutdownAsync += (_, _) => Hear(null);
        return connection;
    }

    private Task Hear(string? blocked)
    {
        _blocked = blocked;
        return Task.CompletedTask;
    }

    private static async Task Release(Task<IConnection>? connecting)
    {
        try
        {
            if (connecting is not null)
                await (await connecting).DisposeAsync();
        }
        catch (Exception)
        {
            // It never opened, or it is gone already.
        }
    }
}
