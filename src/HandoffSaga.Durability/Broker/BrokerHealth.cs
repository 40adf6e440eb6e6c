using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Hears from the endpoints whether the broker is there, so that nothing is sent while it is not; and knows them, to stop and start them.</summary>
internal sealed class BrokerHealth(BusReadiness readiness) : IReceiveEndpointObserver
{
    private readonly Lock gate = new();
    private readonly Dictionary<Uri, IReceiveEndpoint> endpoints = [];
    private readonly HashSet<Uri> without = [];

    /// <summary>The endpoints that were ready once.</summary>
    public IReadOnlyList<IReceiveEndpoint> Endpoints
    {
        get
        {
            lock (gate)
                return [.. endpoints.Values];
        }
    }

    public Task Ready(ReceiveEndpointReady ready)
    {
        lock (gate)
        {
            endpoints[ready.InputAddress] = ready.ReceiveEndpoint;
            without.Remove(ready.InputAddress);
            readiness.Reachable(without.Count == 0);
        }

        return Task.CompletedTask;
    }

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        lock (gate)
        {
            without.Add(faulted.InputAddress);
            readiness.Reachable(false);
        }

        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;
}
