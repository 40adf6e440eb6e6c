namespace HandoffSaga.Hubs;

/// <summary>
/// How long an attempt may run: until the program stops and no longer waits for it. Losing the command to its queue, as happens when the
/// broker's connection breaks, does not end the attempt: the hub may have the package, and its answer is still wanted. Another consumer of
/// the command leaves the attempt alone.
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
