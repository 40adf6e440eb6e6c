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

/// <summary>A unit of work outside any consumer: for writes of an entry point that belong to no saga event.</summary>
public interface IUnitOfWorkSession : IUnitOfWork
{
    /// <summary>Publishes <paramref name="message"/> through the outbox: it is sent after the commit, or not at all.</summary>
    Task Publish<T>(T message, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// Publishes <paramref name="message"/> when <paramref name="delay"/> has passed on the store's clock, unless a unit cancels
    /// <paramref name="token"/> before.
    /// </summary>
    Task Schedule<T>(T message, TimeSpan delay, Guid token, CancellationToken cancellationToken)
        where T : class;
}

/// <summary>Runs units of work outside a consumer. They are committed in groups with everyone else's.</summary>
public interface IUnitsOfWork
{
    /// <summary>Runs <paramref name="work"/> and commits what it recorded; returns after the commit is on disk.</summary>
    /// <exception cref="UnitOfWorkConflictException">An <see cref="RowMode.Append"/> row's key was taken.</exception>
    /// <exception cref="StoreUnavailableException">The store could not be reached or written until <paramref name="cancellationToken"/>
    /// ended the wait, or the outage is too long to wait for (<see cref="IStorePresence"/>).</exception>
    Task Run(Func<IUnitOfWorkSession, Task> work, CancellationToken cancellationToken);
}

/// <summary>Reads single rows by key, outside the write path; concurrent reads are grouped where that is faster.</summary>
public interface IRowReader
{
    /// <summary>
    /// The row of <paramref name="shape"/>'s table with this key as the shape's column values, or null when there is none.
    /// </summary>
    ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken);
}

/// <summary>An appended row's key existed already; nothing of the unit was written.</summary>
public sealed class UnitOfWorkConflictException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UnitOfWorkConflictException()
        : this("A row with this key exists already; nothing was written.") { }

    /// <summary>Creates the exception with a message.</summary>
    public UnitOfWorkConflictException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public UnitOfWorkConflictException(string message, Exception innerException)
        : base(message, innerException) { }
}
