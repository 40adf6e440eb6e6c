using MassTransit;

namespace HandoffSaga.Durability.Contracts;

/// <summary>Something that was seen, and whoever waits to see it.</summary>
internal sealed class Sightings<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _seen = [];
    private readonly List<(Func<T, bool> Wanted, TaskCompletionSource<T> Waiting)> _waiting = [];

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    public void Add(T sighting)
    {
        lock (_gate)
        {
            _seen.Add(sighting);
            foreach (var (wanted, waits) in _waiting)
            {
                if (wanted(sighting))
                    waits.TrySetResult(sighting);
            }
        }
    }

    /// <summary>The first that is wanted, past or to come.</summary>
    public Task<T> First(Func<T, bool> wanted)
    {
        lock (_gate)
        {
            foreach (var sighting in _seen)
            {
                if (wanted(sighting))
                    return Task.FromResult(sighting);
            }

            var waits = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, waits));
            return waits.Task.Within();
        }
    }
}

internal sealed class Commits : ICommitObserver
{
    public Sightings<CommittedUnit> Seen { get; } = new();

    public void Committed(CommittedUnit unit) => Seen.Add(unit);

    /// <summary>The saga of a commit that left it as wanted.</summary>
    public async Task<Ticket> Of(Guid ticket, Func<Ticket, bool> wanted) =>
        (Ticket)(await Seen.First(unit => unit.CorrelationId == ticket && unit.Saga is Ticket saga && wanted(saga))).Saga!;
}

/// <summary>Sees deliveries end, however they end.</summary>
internal sealed class Deliveries : IReceiveObserver
{
    public Sightings<Guid> Ended { get; } = new();

    public Task PostReceive(ReceiveContext context)
    {
        // A dispatched message comes without a transport, and so without its id.
        if (context.GetMessageId() is { } messageId)
            Ended.Add(messageId);
        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}

internal sealed class ClockSightings : IClockObserver
{
    public Sightings<TimeSpan> Seen { get; } = new();

    public Task ClockWasSet(TimeSpan by, CancellationToken cancellationToken)
    {
        Seen.Add(by);
        return Task.CompletedTask;
    }
}

/// <summary>A clock that says when somebody starts to wait by it: a spec that moves it too early would move past nobody.</summary>
internal sealed class WatchedClock() : SettableClock(new DateTimeOffset(2041, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    public Sightings<TimeSpan> Waits { get; } = new();

    /// <summary>For specs of how often something is tried, not of when.</summary>
    public bool ShortWaitsPassAtOnce { get; set; }

    /// <summary>Hears of the new time before anybody who waits for it.</summary>
    public Action<DateTimeOffset> Moves { get; set; } = _ => { };

    public new void Advance(TimeSpan delta)
    {
        Moves(GetUtcNow() + delta);
        base.Advance(delta);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(
            callback,
            state,
            ShortWaitsPassAtOnce && dueTime < TimeSpan.FromSeconds(1) ? TimeSpan.Zero : dueTime,
            period
        );
        Waits.Add(dueTime);
        return timer;
    }
}

internal static class Patience
{
    // Nothing is promised to be that quick: a busy machine takes its time, and only what hangs is given up.
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <summary>A spec that waits for what never comes fails instead of hanging.</summary>
    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Long, TestContext.Current.CancellationToken);

    public static Task Within(this Task task) => task.WaitAsync(Long, TestContext.Current.CancellationToken);

    public static Task<T> Within<T>(this ValueTask<T> task) => task.AsTask().Within();
}
