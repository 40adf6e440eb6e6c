using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>
/// Whether the bus accepts messages: it has started, and its broker, if it has one, is connected and its exchanges are declared. Messages
/// sent into the in-memory bus before its queues exist are lost.
/// </summary>
internal sealed class BusReadiness : IBusObserver
{
    private readonly Lock _gate = new();
    private volatile TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _started;
    private bool _reachable = true;
    private bool _prepared = true;

    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    public Task Ready(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    public void Reachable(bool isReachable)
    {
        lock (_gate)
        {
            _reachable = isReachable;
            Tell();
        }
    }

    /// <summary>Whether the exchanges this program publishes to are declared on the broker.</summary>
    public void Prepared(bool isPrepared)
    {
        lock (_gate)
        {
            _prepared = isPrepared;
            Tell();
        }
    }

    public Task PostStart(IBus bus, Task<BusReady> busReady)
    {
        _ = MarkStarted(busReady);
        return Task.CompletedTask;
    }

    public Task PreStop(IBus bus)
    {
        Started(false);
        return Task.CompletedTask;
    }

    public void PostCreate(IBus bus) { }

    public void CreateFaulted(Exception exception) { }

    public Task PreStart(IBus bus) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    private async Task MarkStarted(Task<BusReady> busReady)
    {
        await busReady;
        Started(true);
    }

    private void Started(bool isStarted)
    {
        lock (_gate)
        {
            _started = isStarted;
            Tell();
        }
    }

    private void Tell()
    {
        if (_started && _reachable && _prepared)
            _ready.TrySetResult();
        else if (IsReady)
            _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
