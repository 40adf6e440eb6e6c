using MassTransit;

namespace HandoffSaga.Durability;

/// <summary>Whether the bus takes messages. What is sent into the in-memory bus before its queues stand is lost.</summary>
internal sealed class BusReadiness : IBusObserver
{
    private volatile TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    public Task Ready(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    public Task PostStart(IBus bus, Task<BusReady> busReady)
    {
        _ = MarkReady(busReady);
        return Task.CompletedTask;
    }

    public Task PreStop(IBus bus)
    {
        if (IsReady)
            ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    private async Task MarkReady(Task<BusReady> busReady)
    {
        var opened = ready;
        await busReady.ConfigureAwait(false);
        opened.TrySetResult();
    }
}
