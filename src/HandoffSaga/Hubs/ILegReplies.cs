using HandoffSaga.Durability;
using MassTransit;

namespace HandoffSaga.Hubs;

/// <summary>How a leg's answer reaches the saga (<c>Bus:Replies</c>). Either way it is on disk when this returns, or when the command's unit of work is committed.</summary>
internal interface ILegReplies
{
    Task Send<T>(ConsumeContext command, T reply)
        where T : class;
}

/// <summary>In process: the saga has committed when the command is acknowledged. Nothing on the bus can forge such an answer.</summary>
internal sealed class DispatchedReplies(ISagaDispatcher saga) : ILegReplies
{
    public Task Send<T>(ConsumeContext command, T reply)
        where T : class => saga.Dispatch(reply, command.CancellationToken);
}

/// <summary>Over the bus, through the command's unit of work.</summary>
internal sealed class PublishedReplies : ILegReplies
{
    public Task Send<T>(ConsumeContext command, T reply)
        where T : class => command.Publish(reply, command.CancellationToken);
}
