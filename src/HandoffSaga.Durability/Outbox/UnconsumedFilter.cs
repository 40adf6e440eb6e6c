using MassTransit;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>Logs a message that no consumer on its endpoint takes, for example after an upgrade; its row stays.</summary>
internal sealed partial class UnconsumedFilter(ILogger<UnconsumedFilter> log) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        LogUnconsumed(context.GetMessageId(), context.InputAddress);
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unconsumed");

    [LoggerMessage(
        EventId = 104,
        Level = LogLevel.Error,
        Message = "No consumer on {Endpoint} takes the message {MessageId}; its row stays in the outbox."
    )]
    private partial void LogUnconsumed(Guid? messageId, Uri endpoint);
}
