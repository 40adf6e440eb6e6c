using MassTransit;
using MassTransit.Context;
using MassTransit.Scheduling;

namespace HandoffSaga.Durability;

/// <summary>Scheduling into the unit of work: a scheduled message is an outbox row that is due later, and cancelling deletes it with the unit.</summary>
internal sealed class OutboxScheduler(ConsumeContext context, Func<DateTimeOffset> asked) : IScheduleMessageProvider
{
    public static MessageSchedulerContext For(ConsumeContext context, Func<DateTimeOffset> asked) =>
        new ConsumeMessageSchedulerContext(
            context,
            of => new MessageScheduler(
                // Wrapped by another context (a consumer's scope), the moment of asking is no longer known to be recent.
                new OutboxScheduler(of, ReferenceEquals(of, context) ? asked : TimeProvider.System.GetUtcNow),
                of.GetPayload<IBusTopology>()));

    public async Task<ScheduledMessage<T>> ScheduleSend<T>(
        Uri destinationAddress, DateTime scheduledTime, T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
        where T : class
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var delay = ScheduledDelay.Given(scheduledTime.ToUniversalTime(), asked().UtcDateTime, now);
        var scheduled = new ScheduledSend<T>(pipe, delay, ScheduleTokenIdCache<T>.GetTokenId(message));
        var endpoint = await context.GetSendEndpoint(destinationAddress).ConfigureAwait(false);
        await endpoint.Send(message, scheduled, cancellationToken).ConfigureAwait(false);
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
