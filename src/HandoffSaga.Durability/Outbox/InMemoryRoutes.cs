using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// The routes of the in-memory bus. A published message gets one row per endpoint that takes it, because a row is deleted by the commit of
/// its one consumer. A message that no endpoint consumes gets no row, because nothing would ever delete it.
/// </summary>
internal sealed partial class InMemoryRoutes(EndpointNames endpoints, ILogger<InMemoryRoutes> log) : IMessageRoutes
{
    private readonly ConcurrentDictionary<Type, Published> _published = new();

    public IReadOnlyList<Uri> Of(Type messageType, Uri destination)
    {
        var publish = _published.GetOrAdd(messageType, static (type, self) => self.Publish(type), this);
        if (destination == publish.Address)
            return publish.Subscribers;
        endpoints.At(destination, messageType);
        return [destination];
    }

    private Published Publish(Type messageType)
    {
        var subscribers = endpoints.SubscribersOf(messageType);
        if (subscribers.Length == 0)
            LogNobody(messageType.Name);
        return new(endpoints.PublishAddress(messageType), [.. subscribers.Select(endpoint => new Uri("queue:" + endpoint))]);
    }

    private sealed record Published(Uri Address, IReadOnlyList<Uri> Subscribers);

    [LoggerMessage(
        EventId = 101,
        Level = LogLevel.Warning,
        Message = "{MessageType} is published, but nothing on this bus subscribes to it; it is always dropped."
    )]
    private partial void LogNobody(string messageType);
}
