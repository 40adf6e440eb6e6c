using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

internal sealed class UnitsOfWork(UnitCommitter committer, IMessageRoutes routes, IServiceProvider services) : IUnitsOfWork
{
    private const string Session = "session";

    public async Task Run(Func<IUnitOfWorkSession, Task> work, CancellationToken cancellationToken)
    {
        var unit = new UnitOfWork(Session);
        await work(new UnitOfWorkSession(unit, routes, services.GetRequiredService<IBus>(), services));
        if (await committer.Commit(unit, cancellationToken) == CommitOutcome.Conflict)
            throw new UnitOfWorkConflictException();
    }
}
