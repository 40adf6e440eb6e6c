namespace HandoffSaga.Durability;

/// <summary>
/// Hands over, as one group, everything that queued while the previous group was being handled. It never waits to fill a group: a lone item
/// is handed over at once, and the slower the other side, the larger the groups.
/// </summary>
/// <param name="run">Handles a group and settles every item.</param>
/// <param name="fail">Settles what is still open of a group that <paramref name="run"/> threw on; it does not throw.</param>
/// <param name="mostInGroup">The largest group.</param>
internal sealed class GroupQueue<T>(Func<IReadOnlyList<T>, Task> run, Action<IReadOnlyList<T>, Exception> fail, int mostInGroup)
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _queue = new();
    private TaskCompletionSource _idle = Completed();
    private bool _running;
    private bool _closed;

    /// <summary>False when the queue is closed: the item was not accepted.</summary>
    public bool TryAdd(T item)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            _queue.Enqueue(item);
            if (_running)
                return true;
            _running = true;
            _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // Not in the caller's context: a group has many callers.
        ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.Drain(), this, preferLocal: false);
        return true;
    }

    /// <summary>Accepts nothing more, and returns when every accepted item is complete.</summary>
    public Task Close()
    {
        lock (_gate)
        {
            _closed = true;
            return _idle.Task;
        }
    }

    private async Task Drain()
    {
        while (Next() is { } group)
        {
            try
            {
                await run(group);
            }
            catch (Exception failure)
            {
                // Nobody awaits this loop: if it ended here, its group and all that come later would wait for ever.
                fail(group, failure);
            }
        }
    }

    private List<T>? Next()
    {
        lock (_gate)
        {
            if (_queue.Count == 0)
            {
                _running = false;
                _idle.SetResult();
                return null;
            }

            var group = new List<T>(Math.Min(_queue.Count, mostInGroup));
            while (group.Count < mostInGroup && _queue.TryDequeue(out var item))
                group.Add(item);
            return group;
        }
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }
}
