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

    /// <summary>Set by a store that could not tell whether it committed this unit; the unit may come again.</summary>
    public CommitDoubt? Doubt { get; set; }

    public IReadOnlyList<Row> Rows => rows ?? (IReadOnlyList<Row>)[];

    public IReadOnlyList<Guid> Cancelled => cancelled ?? (IReadOnlyList<Guid>)[];

    public IReadOnlyList<OutgoingMessage> Messages => messages ?? (IReadOnlyList<OutgoingMessage>)[];

    /// <summary>Whether the event itself left anything to write.</summary>
    public bool IsUnchanged => Saga is null && rows is null && cancelled is null && messages is null;

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

    public void Announce(RawPublication delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        Send(RawOutbox.Stored(delivery));
    }

    public void Send(OutgoingMessage outgoing)
    {
        lock (gate)
        {
            (messages ??= []).Add(outgoing);
        }
    }
}
