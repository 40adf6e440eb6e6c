using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HandoffSaga.Durability;

/// <summary>
/// The routes of the in-memory bus. A published message gets a row for each endpoint that takes it, because a row goes with the commit of its one
/// consumer; and a message that no endpoint would ever consume gets no row, because nothing would ever remove it.
/// </summary>
internal sealed partial class InMemoryRoutes(IServiceProvider services, ILogger<InMemoryRoutes> log) : IMessageRoutes
{
    private readonly Dictionary<string, HashSet<Type>> endpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, Published> published = new();

    public void Subscribe(string endpoint, IEnumerable<Type> messageTypes)
    {
        if (!endpoints.TryGetValue(endpoint, out var subscribed))
            endpoints.Add(endpoint, subscribed = []);
        subscribed.UnionWith(messageTypes);
    }

    public IReadOnlyList<Uri> Of(Type messageType, Uri destination)
    {
        var publish = published.GetOrAdd(messageType, static (type, self) => self.Publish(type), this);
        if (destination == publish.Address)
            return publish.Subscribers;
        var endpoint = destination.AbsolutePath[(destination.AbsolutePath.LastIndexOf('/') + 1)..];
        return endpoints.ContainsKey(endpoint)
            ? [destination]
            : throw new InvalidOperationException($"{messageType.Name} was sent to {destination}, and this program has no such endpoint.");
    }

    private Published Publish(Type messageType)
    {
        if (!services.GetRequiredService<IBus>().Topology.TryGetPublishAddress(messageType, out var address))
            throw new InvalidOperationException($"{messageType.Name} cannot be published.");
        var subscribers = endpoints
            .Where(endpoint => endpoint.Value.Any(subscribed => subscribed.IsAssignableFrom(messageType)))
            .Select(endpoint => new Uri("queue:" + endpoint.Key))
            .ToArray();
        if (subscribers.Length == 0)
            LogNobody(messageType.Name);
        return new(address, subscribers);
    }

    private sealed record Published(Uri Address, IReadOnlyList<Uri> Subscribers);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "{MessageType} is published, and nobody on this bus subscribes to it; it is dropped, now and always.")]
    private partial void LogNobody(string messageType);
}
