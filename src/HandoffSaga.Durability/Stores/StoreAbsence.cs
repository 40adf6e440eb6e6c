namespace HandoffSaga.Durability;

/// <summary>Since when the store is away, as those notice who need it.</summary>
internal sealed class StoreAbsence(TimeProvider clock)
{
    private readonly Lock gate = new();
    private TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset since;
    private volatile bool isAway;

    public void Noticed()
    {
        lock (gate)
        {
            if (isAway)
                return;
            since = clock.GetUtcNow();
            isAway = true;
            began.TrySetResult();
        }
    }

    public void Ended()
    {
        if (!isAway)
            return;
        lock (gate)
        {
            isAway = false;
            if (began.Task.IsCompleted)
                began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Returns when an absence has lasted so long.</summary>
    public async Task Lasts(TimeSpan length, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task begins;
            lock (gate)
                begins = began.Task;
            await begins.WaitAsync(cancellationToken).ConfigureAwait(false);

            TimeSpan remaining;
            lock (gate)
            {
                if (!isAway)
                    continue;
                remaining = since + length - clock.GetUtcNow();
            }

            if (remaining <= TimeSpan.Zero)
                return;
            await Task.Delay(remaining, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
