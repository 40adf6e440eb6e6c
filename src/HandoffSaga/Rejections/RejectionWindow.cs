namespace HandoffSaga.Rejections;

/// <summary>A minute in which more was refused than is told one by one.</summary>
/// <param name="id">The id of its sum, that of the first rejection in it.</param>
/// <param name="began">When that came.</param>
/// <param name="ends">When the sum is due.</param>
internal sealed class RejectionWindow(Guid id, DateTimeOffset began, DateTimeOffset ends)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RejectionSummary sum = RejectionSummary.Begin(id, began);
    private int underWay;
    private bool isOver;

    public Guid Id => id;

    public DateTimeOffset Ends => ends;

    /// <summary>Counts one that is about to be written.</summary>
    public RejectionSummary Count(Rejection rejection)
    {
        lock (gate)
        {
            underWay++;
            return sum = sum.With(rejection.Reason, rejection.At);
        }
    }

    /// <summary>One of them is on disk, or could not be written.</summary>
    public void Written()
    {
        lock (gate)
        {
            underWay--;
            Settle();
        }
    }

    /// <summary>Its time is up: returns when none is under way to the disk any more.</summary>
    public Task Over()
    {
        lock (gate)
        {
            isOver = true;
            Settle();
            return settled.Task;
        }
    }

    private void Settle()
    {
        if (isOver && underWay == 0)
            settled.TrySetResult();
    }
}
