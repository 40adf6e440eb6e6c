using Microsoft.Extensions.Hosting;

namespace HandoffSaga.Durability;

/// <summary>Opens the store before the bus starts and closes it after the bus has stopped.</summary>
internal sealed class StoreLifetime(IStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.Open(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => store.Close();
}

/// <summary>Stops first: a caller still waiting for an unavailable store would otherwise keep the bus from stopping.</summary>
internal sealed class StoreRetries(StoreOutage outage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => outage.Close();
}
