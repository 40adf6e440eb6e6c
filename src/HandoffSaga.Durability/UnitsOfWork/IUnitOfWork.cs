namespace HandoffSaga.Durability;

/// <summary>
/// What one event commits atomically: the saga's row, its outgoing and scheduled messages, and the rows added here. Messages are captured
/// by MassTransit's own <c>Publish</c>, <c>Send</c> and <c>Schedule</c> on the consume context. Get the current one with
/// <see cref="UnitOfWorkContextExtensions.UnitOfWork"/>.
/// </summary>
public interface IUnitOfWork
{
    /// <summary>Writes a row with this unit.</summary>
    void Add(Row row);

    /// <summary>
    /// Deletes, with this unit, every outbox row that carries <paramref name="token"/>: a scheduled message that must not be sent any more,
    /// or a command that was answered.
    /// </summary>
    void Cancel(Guid token);

    /// <summary>
    /// Announces something to any listener on the broker, through the outbox: it is published after the commit, at least once; having no
    /// listener is not a failure. Header values are text, numbers or booleans. Only with RabbitMQ as the bus.
    /// </summary>
    void Announce(RawPublication publication);
}
