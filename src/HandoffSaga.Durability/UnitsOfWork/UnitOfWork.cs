namespace HandoffSaga.Durability;

/// <summary>
/// The record of what one event wants committed. MassTransit's pipeline and the domain only write into it; the store reads it once, whole.
/// </summary>
/// <param name="message">The name of the event's message type, for people and traces.</param>
internal sealed class UnitOfWork(string message) : IUnitOfWork
{
    private readonly Lock _gate = new();
    private List<Row>? _rows;
    private List<Guid>? _cancelled;
    private List<OutgoingMessage>? _messages;

    public string Message => message;

    public Guid? CorrelationId { get; init; }

    /// <summary>The outbox row this event came from: the commit deletes it, so that its message cannot come a second time.</summary>
    public Guid? Consumed { get; init; }

    public SagaWrite? Saga { get; set; }

    /// <summary>Set by a store that does not know whether it committed this unit; the unit may run again.</summary>
    public CommitDoubt? Doubt { get; set; }

    public IReadOnlyList<Row> Rows => _rows ?? (IReadOnlyList<Row>)[];

    public IReadOnlyList<Guid> Cancelled => _cancelled ?? (IReadOnlyList<Guid>)[];

    public IReadOnlyList<OutgoingMessage> Messages => _messages ?? (IReadOnlyList<OutgoingMessage>)[];

    /// <summary>Whether the event itself left anything to write.</summary>
    public bool IsUnchanged => Saga is null && _rows is null && _cancelled is null && _messages is null;

    public void Add(Row row)
    {
        lock (_gate)
        {
            (_rows ??= []).Add(row);
        }
    }

    public void Cancel(Guid token)
    {
        lock (_gate)
        {
            (_cancelled ??= []).Add(token);
            _messages?.RemoveAll(outgoing => outgoing.Token == token);
        }
    }

    public void Announce(RawPublication publication)
    {
        ArgumentNullException.ThrowIfNull(publication);
        Send(RawOutbox.Stored(publication));
    }

    public void Send(OutgoingMessage outgoing)
    {
        lock (_gate)
        {
            (_messages ??= []).Add(outgoing);
        }
    }
}
