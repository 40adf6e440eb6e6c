using MassTransit;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// Guards a saga's event on its bus endpoint: such a message may only be dispatched in this process, so one that comes over the bus is not
/// trusted. It is dropped for good, including its row.
/// </summary>
internal sealed partial class InProcessOnlyFilter<T>(UnitCommitter committer, ICarrier carrier, ILogger<InProcessOnlyFilter<T>> log)
    : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        LogDropped(typeof(T).Name, context.MessageId, context.SourceAddress);
        await committer.Commit(new UnitOfWork(typeof(T).Name) { Consumed = carrier.RowOf(context) }, context.CancellationToken);
        await context.NotifyConsumed(TimeSpan.Zero, nameof(InProcessOnlyFilter<T>));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inProcessOnly");

    [LoggerMessage(
        EventId = 303,
        Level = LogLevel.Warning,
        Message = "{MessageType} {MessageId} came over the bus from {Source}, which is not allowed; it was dropped."
    )]
    private partial void LogDropped(string messageType, Guid? messageId, Uri? source);
}
