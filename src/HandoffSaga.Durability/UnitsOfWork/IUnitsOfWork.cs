namespace HandoffSaga.Durability;

/// <summary>Runs units of work outside a consumer. They are committed in groups with everyone else's.</summary>
public interface IUnitsOfWork
{
    /// <summary>Runs <paramref name="work"/> and commits what it recorded; returns after the commit is on disk.</summary>
    /// <exception cref="UnitOfWorkConflictException">An <see cref="RowMode.Append"/> row's key was taken.</exception>
    /// <exception cref="StoreUnavailableException">The store could not be reached or written until <paramref name="cancellationToken"/>
    /// ended the wait, or the outage is too long to wait for (<see cref="IStoreAvailability"/>).</exception>
    Task Run(Func<IUnitOfWorkSession, Task> work, CancellationToken cancellationToken);
}
