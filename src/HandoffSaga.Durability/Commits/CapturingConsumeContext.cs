using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware.Outbox;

namespace HandoffSaga.Durability;

/// <summary>
/// The context a saga or a consumer runs in: it carries the unit of work and captures everything that is published, sent or scheduled
/// through it or a context made from it.
/// </summary>
internal sealed class CapturingConsumeContext<T> : ConsumeContextScope<T>
    where T : class
{
    private MessageSchedulerContext? _scheduler;

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

        _scheduler ??= OutboxScheduler.For(this);
        payload = (TPayload)_scheduler;
        return true;
    }
}
