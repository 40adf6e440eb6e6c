using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Whether the bus takes messages: it has started, and its broker, if it has one, is there and prepared. What is sent into the in-memory bus before its queues stand is lost.</summary>
internal sealed class BusReadiness : IBusObserver
{
    private readonly Lock gate = new();
    private volatile TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool started;
    private bool reachable = true;
    private bool prepared = true;

    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    public Task Ready(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    public void Reachable(bool isReachable)
    {
        lock (gate)
        {
            reachable = isReachable;
            Tell();
        }
    }

    /// <summary>Whether what is published to stands on the broker.</summary>
    public void Prepared(bool isPrepared)
    {
        lock (gate)
        {
            prepared = isPrepared;
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

    public void PostCreate(IBus bus)
    {
    }

    public void CreateFaulted(Exception exception)
    {
    }

    public Task PreStart(IBus bus) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    private async Task MarkStarted(Task<BusReady> busReady)
    {
        await busReady.ConfigureAwait(false);
        Started(true);
    }

    private void Started(bool isStarted)
    {
        lock (gate)
        {
            started = isStarted;
            Tell();
        }
    }

    private void Tell()
    {
        if (started && reachable && prepared)
            ready.TrySetResult();
        else if (IsReady)
            ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
