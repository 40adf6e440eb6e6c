using HandoffSaga.Durability;
using HandoffSaga.Messages;
using HandoffSaga.Transfers;

namespace HandoffSaga.Hubs;

/// <summary>How a leg's answer reaches the saga (<c>Bus:Replies</c>). It is on disk when this returns.</summary>
internal interface ILegReplies
{
    Task Send(LegMessages leg, Guid transferKey, AttemptReport report, CancellationToken cancellationToken);
}

/// <summary>In process: the saga has committed when the command is acknowledged. Nothing on the bus can forge such an answer.</summary>
internal sealed class DispatchedReplies(ISagaDispatcher saga, PendingLegReplies pending) : ILegReplies
{
    public Task Send(LegMessages leg, Guid transferKey, AttemptReport report, CancellationToken cancellationToken) =>
        pending.Write(ending => leg.Reply(saga, transferKey, report, ending), cancellationToken);
}

/// <summary>Over the bus.</summary>
internal sealed class PublishedReplies(IUnitsOfWork units, PendingLegReplies pending) : ILegReplies
{
    public Task Send(LegMessages leg, Guid transferKey, AttemptReport report, CancellationToken cancellationToken) =>
        pending.Write(ending => units.Run(unit => leg.Reply(unit, transferKey, report, ending), ending), cancellationToken);
}
