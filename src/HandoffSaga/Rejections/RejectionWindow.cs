namespace HandoffSaga.Rejections;

/// <summary>A minute in which more was refused than is told one by one.</summary>
/// <param name="id">The id of its sum, that of the first rejection in it.</param>
/// <param name="began">When that came.</param>
/// <param name="ends">When the sum is due.</param>
internal sealed class RejectionWindow(Guid id, DateTimeOffset began, DateTimeOffset ends)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RejectionSummary _sum = RejectionSummary.Begin(id, began);
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
            return _sum = _sum.With(rejection.Reason, rejection.At);
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

    /// <summary>Its time is up: returns when none is under way to the disk any more.</summary>
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
