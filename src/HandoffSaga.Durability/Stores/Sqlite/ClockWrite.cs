namespace HandoffSaga.Durability.Sqlite;

/// <summary>
/// Takes over the machine's time after the clock was set. Set back, the due times go back with it, so that each wait stays as long as it
/// was; set forward, they stay, and what they have passed is due.
/// </summary>
internal sealed class ClockWrite(TimeSpan by, DueClock clock) : SqliteWrite
{
    private readonly TaskCompletionSource<TimeSpan> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Message => "clock";

    public override bool IsAlone => true;

    public Task<TimeSpan> Outcome => _outcome.Task;

    public override bool Apply(SqliteSession session)
    {
        if (by < TimeSpan.Zero)
            session.Statement(SqliteText.OutboxMove).Bind(1, by.Ticks / TimeSpan.TicksPerMillisecond).Run();
        return true;
    }

    public override void Committed()
    {
        clock.Follow(by);
        _outcome.TrySetResult(by);
    }

    public override void Rejected() => _outcome.TrySetException(new InvalidOperationException("A clock that was set cannot be rejected."));

    public override void Failed(Exception failure) => _outcome.TrySetException(failure);
}
