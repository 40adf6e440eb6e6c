using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Observes the endpoints to know whether the broker is connected, so that nothing is sent while it is not.</summary>
internal sealed class BrokerHealth(BusReadiness readiness) : IReceiveEndpointObserver
{
    private readonly Lock _gate = new();
    private readonly HashSet<Uri> _without = [];
    private readonly Dictionary<Uri, string> _refused = [];

    /// <summary>What the broker refuses to an endpoint, and which permission it would take; null when it refuses nothing.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
                return _refused.Count == 0 ? null : string.Join("; ", _refused.Values.Distinct().Order(StringComparer.Ordinal));
        }
    }

    public Task Ready(ReceiveEndpointReady ready)
    {
        lock (_gate)
        {
            _without.Remove(ready.InputAddress);
            _refused.Remove(ready.InputAddress);
            readiness.Reachable(_without.Count == 0);
        }

        return Task.CompletedTask;
    }

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        lock (_gate)
        {
            _without.Add(faulted.InputAddress);
            if (BrokerRefusal.Describe(faulted.Exception) is { } refused)
                _refused[faulted.InputAddress] = refused;
            else
                _refused.Remove(faulted.InputAddress);
            readiness.Reachable(false);
        }

        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;
}
