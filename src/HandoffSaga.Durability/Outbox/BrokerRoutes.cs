using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// The routes over a broker: always to an exchange, which the broker copies to the queues bound to it. The address of a queue would declare
/// it again, with other arguments. Addresses are stored without the broker's host, so that it may move.
/// </summary>
internal sealed partial class BrokerRoutes(EndpointNames endpoints, ILogger<BrokerRoutes> log) : IMessageRoutes
{
    private readonly ConcurrentDictionary<Type, Publishing> _publishing = new();

    public IReadOnlyList<Uri> Of(Type messageType, Uri destination)
    {
        var publish = _publishing.GetOrAdd(messageType, static (type, self) => self.Publish(type), this);
        return destination == publish.Asked ? publish.Routes : [Exchange(endpoints.At(destination, messageType))];
    }

    /// <summary>The exchange of a message type.</summary>
    public Uri Published(Type messageType) =>
        Exchange(Uri.UnescapeDataString(endpoints.PublishAddress(messageType).AbsolutePath.Split('/')[^1]));

    private Publishing Publish(Type messageType)
    {
        var wanted = endpoints.SubscribersOf(messageType).Length > 0;
        if (!wanted)
            LogNobody(messageType.Name);
        return new(endpoints.PublishAddress(messageType), wanted ? [Published(messageType)] : []);
    }

    private static Uri Exchange(string name) => new("exchange:" + name);

    private sealed record Publishing(Uri Asked, IReadOnlyList<Uri> Routes);

    [LoggerMessage(
        EventId = 108,
        Level = LogLevel.Warning,
        Message = "{MessageType} is published, but nothing in this program consumes it; it is always dropped."
    )]
    private partial void LogNobody(string messageType);
}
