namespace HandoffSaga.Hubs;

/// <summary>
/// How long an attempt in progress may go on: until the program stops and no longer waits for it. A command that goes back to its queue, as
/// all do when the connection to the broker breaks, ends no attempt. The hub may have the package already, and its answer is still wanted;
/// whoever gets the command again leaves the attempt alone.
/// </summary>
internal sealed class AttemptLifetime : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenRegistration _takenBack;
    private readonly CancellationTokenRegistration _stopping;

    /// <param name="takenBack">The delivery of the command is over, however it ended.</param>
    /// <param name="programStops">The program has begun to stop.</param>
    public AttemptLifetime(CancellationToken takenBack, CancellationToken programStops)
    {
        _takenBack = takenBack.Register(() => EndIf(programStops));
        _stopping = programStops.Register(() => EndIf(takenBack));
    }

    public CancellationToken Ended => _ended.Token;

    public void Dispose()
    {
        _takenBack.Dispose();
        _stopping.Dispose();
        _ended.Dispose();
    }

    private void EndIf(CancellationToken other)
    {
        if (other.IsCancellationRequested)
            _ended.Cancel();
    }
}
