namespace HandoffSaga.Durability;

/// <summary>The sweeper's sleep: until something is due, or until it learns that something is due earlier.</summary>
internal sealed class SweepAlarm(TimeProvider clock)
{
    /// <summary>The machine's clock may be set while the sweeper sleeps, so it looks again after at most this long.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    /// <summary>Longer than reading the clock and setting the timer takes, unless time was moved in between.</summary>
    private static readonly TimeSpan Drift = TimeSpan.FromMilliseconds(10);

    private readonly SteadyClock _steady = new(clock);
    private readonly Lock _gate = new();
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _wakesAt = DateTimeOffset.MaxValue;

    /// <summary>The time that waits are counted by.</summary>
    public DateTimeOffset Now => _steady.Now;

    /// <summary>
    /// From here until <see cref="Sleep"/>, every expected message wakes the sweeper: nothing is missed between looking and sleeping.
    /// </summary>
    public void Arm()
    {
        lock (_gate)
        {
            _wakesAt = DateTimeOffset.MaxValue;
            if (_signal.Task.IsCompleted)
                _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Something becomes due at <paramref name="time"/>, or a little later.</summary>
    public void Expect(DateTimeOffset time)
    {
        lock (_gate)
        {
            if (time < _wakesAt)
                _signal.TrySetResult();
        }
    }

    public void Ring()
    {
        lock (_gate)
            _signal.TrySetResult();
    }

    /// <summary>Sleeps until <paramref name="time"/> or the alarm, but at most <see cref="LongestSleep"/>.</summary>
    public async Task Sleep(DateTimeOffset? time, CancellationToken cancellationToken)
    {
        Task signalled;
        DateTimeOffset until;
        lock (_gate)
        {
            if (_signal.Task.IsCompleted)
                return;
            until = Now + LongestSleep;
            if (time < until)
                until = time.Value;
            _wakesAt = until;
            signalled = _signal.Task;
        }

        while (true)
        {
            var now = Now;
            if (now >= until)
                return;
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var timer = Task.Delay(until - now, clock, woken.Token);
            if (Now - now < Drift)
            {
                await Task.WhenAny(signalled, timer);
                await woken.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                return;
            }

            await woken.CancelAsync();
        }
    }
}
