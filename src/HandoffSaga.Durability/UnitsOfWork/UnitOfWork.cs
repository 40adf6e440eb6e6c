namespace HandoffSaga.Durability;

/// <summary>
/// The record of what one event wants committed. MassTransit's pipeline and the domain only write into it; the store reads it once, whole.
/// </summary>
/// <param name="message">The name of the event's message type, for people and traces.</param>
internal sealed class UnitOfWork(string message) : IUnitOfWork
{
    private readonly Lock gate = new();
    private List<Row>? rows;
    private List<Guid>? cancelled;
    private List<OutgoingMessage>? messages;

    public string Message => message;

    public Guid? CorrelationId { get; init; }

    /// <summary>The outbox row this event came from: it goes with the commit, so that its message cannot come a second time after it.</summary>
    public Guid? Consumed { get; init; }

    public SagaWrite? Saga { get; set; }

    /// <summary>True when the due messages are held in memory and leave right after the commit; otherwise their rows are due at once, for the sweeper.</summary>
    public bool SendsFromMemory { get; set; }

    public IReadOnlyList<Row> Rows => rows ?? (IReadOnlyList<Row>)[];

    public IReadOnlyList<Guid> Cancelled => cancelled ?? (IReadOnlyList<Guid>)[];

    public IReadOnlyList<OutgoingMessage> Messages => messages ?? (IReadOnlyList<OutgoingMessage>)[];

    /// <summary>Whether the event itself left anything to write.</summary>
    public bool IsUnchanged => Saga is null && rows is null && cancelled is null && messages is null;

    /// <summary>How long after the commit the row of one of its messages is due.</summary>
    public TimeSpan Wait(OutgoingMessage outgoing, TimeSpan lease) =>
        outgoing.IsScheduled ? outgoing.Delay
        : SendsFromMemory ? outgoing.ResendAfter ?? lease
        : TimeSpan.Zero;

    public void Add(Row row)
    {
        lock (gate)
        {
            (rows ??= []).Add(row);
        }
    }

    public void Cancel(Guid token)
    {
        lock (gate)
        {
            (cancelled ??= []).Add(token);
            messages?.RemoveAll(outgoing => outgoing.Token == token);
        }
    }

    public void Send(OutgoingMessage outgoing)
    {
        lock (gate)
        {
            (messages ??= []).Add(outgoing);
        }
    }
}
