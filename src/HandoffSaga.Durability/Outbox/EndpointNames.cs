using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability;

/// <summary>The endpoints of this program and what each takes.</summary>
internal sealed class EndpointNames(IServiceProvider services)
{
    private readonly Dictionary<string, HashSet<Type>> _endpoints = new(StringComparer.Ordinal);

    public void Subscribe(string endpoint, IEnumerable<Type> messageTypes)
    {
        if (!_endpoints.TryGetValue(endpoint, out var subscribed))
            _endpoints.Add(endpoint, subscribed = []);
        subscribed.UnionWith(messageTypes);
    }

    public string[] SubscribersOf(Type messageType) =>
        [
            .. _endpoints
                .Where(endpoint => endpoint.Value.Any(subscribed => subscribed.IsAssignableFrom(messageType)))
                .Select(endpoint => endpoint.Key),
        ];

    /// <summary>The endpoint a message is sent to.</summary>
    /// <exception cref="InvalidOperationException">This program has no such endpoint.</exception>
    public string At(Uri destination, Type messageType)
    {
        var endpoint = destination.AbsolutePath[(destination.AbsolutePath.LastIndexOf('/') + 1)..];
        return _endpoints.ContainsKey(endpoint)
            ? endpoint
            : throw new InvalidOperationException($"{messageType.Name} was sent to {destination}, but this program has no such endpoint.");
    }

    /// <summary>Where MassTransit would publish a message of this type.</summary>
    public Uri PublishAddress(Type messageType) =>
        services.GetRequiredService<IBus>().Topology.TryGetPublishAddress(messageType, out var address)
            ? address
            : throw new InvalidOperationException($"{messageType.Name} cannot be published.");
}
