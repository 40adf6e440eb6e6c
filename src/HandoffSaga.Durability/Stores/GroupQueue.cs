namespace HandoffSaga.Durability;

/// <summary>
/// Hands over, as one group, whatever queued while the last group was under way. Nothing lingers for company: what comes alone goes alone at
/// once, and the slower the other side, the larger the groups.
/// </summary>
/// <param name="run">Handles a group; it settles every item itself and does not throw.</param>
/// <param name="mostInGroup">No group is larger.</param>
internal sealed class GroupQueue<T>(Func<IReadOnlyList<T>, Task> run, int mostInGroup)
{
    private readonly Lock gate = new();
    private readonly Queue<T> queue = new();
    private TaskCompletionSource idle = Completed();
    private bool running;
    private bool closed;

    /// <summary>False when the queue is closed: the item was not taken.</summary>
    public bool TryAdd(T item)
    {
        lock (gate)
        {
            if (closed)
                return false;
            queue.Enqueue(item);
            if (running)
                return true;
            running = true;
            idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // Not in the caller's context: a group belongs to many.
        ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.Drain(), this, preferLocal: false);
        return true;
    }

    /// <summary>Takes nothing more, and returns when what was taken is settled.</summary>
    public Task Close()
    {
        lock (gate)
        {
            closed = true;
            return idle.Task;
        }
    }

    private async Task Drain()
    {
        while (Next() is { } group)
            await run(group).ConfigureAwait(false);
    }

    private List<T>? Next()
    {
        lock (gate)
        {
            if (queue.Count == 0)
            {
                running = false;
                idle.SetResult();
                return null;
            }

            var group = new List<T>(Math.Min(queue.Count, mostInGroup));
            while (group.Count < mostInGroup && queue.TryDequeue(out var item))
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
