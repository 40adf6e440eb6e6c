using MassTransit;
using MassTransit.Context;
using MassTransit.Scheduling;

namespace HandoffSaga.Durability;

/// <summary>
/// MassTransit's scheduler, writing into the unit of work: a scheduled message is an outbox row that is due later, and cancelling deletes
/// it with the unit. MassTransit passes a time on the machine's clock; the delay is the time left until then, unless the message carries
/// its own (<see cref="Delayed"/>).
/// </summary>
internal sealed class OutboxScheduler(ConsumeContext context) : IScheduleMessageProvider
{
    public static MessageSchedulerContext For(ConsumeContext context) =>
        new ConsumeMessageSchedulerContext(context, of => new MessageScheduler(new OutboxScheduler(of), of.GetPayload<IBusTopology>()));

    public async Task<ScheduledMessage<T>> ScheduleSend<T>(
        Uri destinationAddress,
        DateTime scheduledTime,
        T message,
        IPipe<SendContext<T>> pipe,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var scheduled = new ScheduledSend<T>(pipe, scheduledTime, ScheduleTokenIdCache<T>.GetTokenId(message));
        var endpoint = await context.GetSendEndpoint(destinationAddress);
        await endpoint.Send(message, scheduled, cancellationToken);
        return new ScheduledMessageHandle<T>(scheduled.Token, scheduledTime, destinationAddress, message);
    }

    public Task CancelScheduledSend(Guid tokenId, CancellationToken cancellationToken)
    {
        context.UnitOfWork().Cancel(tokenId);
        return Task.CompletedTask;
    }

    public Task CancelScheduledSend(Uri destinationAddress, Guid tokenId, CancellationToken cancellationToken) =>
        CancelScheduledSend(tokenId, cancellationToken);
}
