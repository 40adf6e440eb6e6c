namespace HandoffSaga.Durability;

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
