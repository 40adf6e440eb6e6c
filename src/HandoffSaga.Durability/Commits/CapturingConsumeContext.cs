using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware.Outbox;

namespace HandoffSaga.Durability;

/// <summary>
/// The context a saga or a consumer runs in: it carries the unit of work, and whatever is published, sent or scheduled through it,
/// or through a context made from it, lands there.
/// </summary>
internal sealed class CapturingConsumeContext<T> : ConsumeContextScope<T>
    where T : class
{
    private readonly TimeProvider machineClock = TimeProvider.System;
    private MessageSchedulerContext? scheduler;
    private DateTimeOffset schedulerAsked;

    public CapturingConsumeContext(ConsumeContext<T> context, UnitOfWork unit, IMessageRoutes routes, IServiceProvider services)
        : base(context, unit)
    {
        var captured = new OutboxReceiveContext(new MessageCapture(unit, routes, services), context.ReceiveContext);
        ReceiveContext = captured;
        PublishEndpointProvider = captured.PublishEndpointProvider;
    }

    public override bool TryGetPayload<TPayload>([NotNullWhen(true)] out TPayload? payload)
        where TPayload : class
    {
        if (typeof(TPayload) != typeof(MessageSchedulerContext))
            return base.TryGetPayload<TPayload>(out payload!);

        // A state machine asks for the scheduler right before it reads the machine's clock: the earliest moment that reading can be of.
        schedulerAsked = machineClock.GetUtcNow();
        scheduler ??= OutboxScheduler.For(this, () => schedulerAsked);
        payload = (TPayload)scheduler;
        return true;
    }
}
