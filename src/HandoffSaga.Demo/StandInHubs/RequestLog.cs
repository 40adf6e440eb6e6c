using System.Runtime.CompilerServices;

namespace HandoffSaga.Demo.StandInHubs;

/// <summary>The log of every request a hub got.</summary>
internal sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedRequest> _requests = [];
    private TaskCompletionSource _added = Signal();

    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (_lock)
            return [.. _requests];
    }

    public void Add(ReceivedRequest request)
    {
        TaskCompletionSource added;
        lock (_lock)
        {
            _requests.Add(request);
            (added, _added) = (_added, Signal());
        }

        added.SetResult();
    }

    /// <summary>From the first request on, and each further one as it comes, until cancelled.</summary>
    public async IAsyncEnumerable<ReceivedRequest> Follow([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 0; ; next++)
            yield return await At(next, cancellationToken);
    }

    private async Task<ReceivedRequest> At(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task added;
            lock (_lock)
            {
                if (index < _requests.Count)
                    return _requests[index];
                added = _added.Task;
            }

            await added.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
