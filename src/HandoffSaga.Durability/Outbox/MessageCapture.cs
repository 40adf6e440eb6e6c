using System.Diagnostics;
using MassTransit;
using MassTransit.Middleware;

namespace HandoffSaga.Durability;

/// <summary>Intercepts what MassTransit would send, serializes it and records it in the unit of work.</summary>
internal sealed class MessageCapture(UnitOfWork unit, IMessageRoutes routes, IServiceProvider services) : OutboxSendContext
{
    public const string TraceParent = "traceparent";

    public Task AddSend<T>(SendContext<T> context)
        where T : class
    {
        var destinations = routes.Of(typeof(T), context.DestinationAddress!);
        if (destinations.Count == 0)
            return Task.CompletedTask;

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
            context.Headers.Set(TraceParent, activity.Id);
        for (var i = 0; i < destinations.Count; i++)
        {
            // Every row is a message of its own, so every one but the first needs an id of its own.
            if (i > 0)
                context.MessageId = NewId.NextGuid();
            context.DestinationAddress = destinations[i];
            unit.Send(Frozen(context));
        }

        return Task.CompletedTask;
    }

    public object? GetService(Type serviceType) => services.GetService(serviceType);

    private static OutgoingMessage Frozen<T>(SendContext<T> context)
        where T : class
    {
        context.TryGetPayload<KeptMessage>(out var kept);
        var delay = context.Delay ?? TimeSpan.Zero;
        if (kept is not null && delay > TimeSpan.Zero)
            throw new InvalidOperationException($"A scheduled {typeof(T).Name} cannot be kept until answered.");
        return new()
        {
            MessageId = context.MessageId ??= NewId.NextGuid(),
            CorrelationId = context.CorrelationId,
            Token = kept?.Token ?? context.ScheduledMessageId,
            Destination = context.DestinationAddress!.ToString(),
            ContentType = (context.ContentType ?? context.Serializer.ContentType).ToString(),
            Headers = StoredHeaders.ToJson(context.Headers.GetAll()),
            Body = context.Serializer.GetMessageBody(context).GetBytes(),
            MessageType = typeof(T).Name,
            Delay = delay,
            ResendAfter = kept?.ResendAfter,
        };
    }
}
