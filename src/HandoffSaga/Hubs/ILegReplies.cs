using HandoffSaga.Durability;
using MassTransit;

namespace HandoffSaga.Hubs;

/// <summary>How a leg's answer reaches the saga (<c>Bus:Replies</c>). It is on disk when this returns.</summary>
internal interface ILegReplies
{
    Task Send<T>(ConsumeContext command, T reply)
        where T : class;
}

/// <summary>In process: the saga has committed when the command is acknowledged. Nothing on the bus can forge such an answer.</summary>
internal sealed class DispatchedReplies(ISagaDispatcher saga, PendingLegReplies inHand) : ILegReplies
{
    public Task Send<T>(ConsumeContext command, T reply)
        where T : class => inHand.Write(ending => saga.Dispatch(reply, ending), command.CancellationToken);
}

/// <summary>Over the bus.</summary>
internal sealed class PublishedReplies(IUnitsOfWork units, PendingLegReplies inHand) : ILegReplies
{
    public Task Send<T>(ConsumeContext command, T reply)
        where T : class => inHand.Write(ending => units.Run(unit => unit.Publish(reply, ending), ending), command.CancellationToken);
}
