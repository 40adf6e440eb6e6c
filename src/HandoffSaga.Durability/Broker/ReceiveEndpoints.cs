using MassTransit;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Stops and starts the receive endpoints while the bus runs. Stopping cancels the consumer at the broker at once; when the deliveries in
/// progress have ended, its channel closes and unacknowledged messages return to the queue. The caller does not wait for that: each
/// endpoint runs its own stops and starts in order.
/// </summary>
internal sealed partial class ReceiveEndpoints(ILogger<ReceiveEndpoints> log) : IReceiveEndpointObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Uri, Turns> _endpoints = [];
    private bool _stopped;

    public Task Ready(ReceiveEndpointReady ready) => Hear(ready);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Hear(faulted);

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    /// <summary>Stops all current endpoints, and those that appear later.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var endpoint in _endpoints.Values)
                endpoint.Take(Stop);
        }
    }

    /// <summary>Starts all of them, unless the program ends first.</summary>
    public void Start(CancellationToken ending)
    {
        lock (_gate)
        {
            _stopped = false;
            foreach (var endpoint in _endpoints.Values)
                endpoint.Take(stoppedOne => Start(stoppedOne, ending));
        }
    }

    private Task Hear(ReceiveEndpointEvent heard)
    {
        lock (_gate)
        {
            // This also happens when the broker was unavailable.
            if (_endpoints.TryAdd(heard.InputAddress, new Turns(heard.ReceiveEndpoint)) && _stopped)
                _endpoints[heard.InputAddress].Take(Stop);
        }

        return Task.CompletedTask;
    }

    private async Task Stop(IReceiveEndpoint endpoint)
    {
        try
        {
            await endpoint.Stop(CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogFailed(failure, endpoint.InputAddress, "stopped");
        }
    }

    /// <summary>Waits until it consumes, so that a stop never meets an endpoint that is still starting.</summary>
    private async Task Start(IReceiveEndpoint endpoint, CancellationToken ending)
    {
        try
        {
            if (!ending.IsCancellationRequested)
                await endpoint.Start(CancellationToken.None).Ready.WaitAsync(ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested) { }
        catch (Exception failure)
        {
            LogFailed(failure, endpoint.InputAddress, "started");
        }
    }

    private sealed class Turns(IReceiveEndpoint endpoint)
    {
        private Task _last = Task.CompletedTask;

        /// <summary>Starts as soon as the previous stop or start is done.</summary>
        public void Take(Func<IReceiveEndpoint, Task> action) => _last = After(_last, action);

        private async Task After(Task before, Func<IReceiveEndpoint, Task> action)
        {
            await before;
            await action(endpoint);
        }
    }

    [LoggerMessage(
        EventId = 422,
        Level = LogLevel.Error,
        Message = "{Endpoint} could not be {Done}. If messages stay in its queue, restart the program."
    )]
    private partial void LogFailed(Exception failure, Uri endpoint, string done);
}
