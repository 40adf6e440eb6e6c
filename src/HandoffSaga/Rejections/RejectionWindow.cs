namespace HandoffSaga.Rejections;

/// <summary>A minute with more rejections than are reported individually.</summary>
/// <param name="id">The id of its summary, which is that of its first rejection.</param>
/// <param name="began">When that rejection came.</param>
/// <param name="ends">When the summary is due.</param>
internal sealed class RejectionWindow(Guid id, DateTimeOffset began, DateTimeOffset ends)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RejectionSummary _summary = RejectionSummary.Begin(id, began);
    private int _underWay;
    private bool _isOver;

    public Guid Id => id;

    public DateTimeOffset Ends => ends;

    /// <summary>Counts one that is about to be written.</summary>
    public RejectionSummary Count(Rejection rejection)
    {
        lock (_gate)
        {
            _underWay++;
            return _summary = _summary.With(rejection.Reason, rejection.At);
        }
    }

    /// <summary>One of them is on disk, or could not be written.</summary>
    public void Written()
    {
        lock (_gate)
        {
            _underWay--;
            Settle();
        }
    }

    /// <summary>Closes the minute; completes when all its rejections are written.</summary>
    public Task Over()
    {
        lock (_gate)
        {
            _isOver = true;
            Settle();
            return _settled.Task;
        }
    }

    private void Settle()
    {
        if (_isOver && _underWay == 0)
            _settled.TrySetResult();
    }
}
