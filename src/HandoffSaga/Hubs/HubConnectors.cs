namespace HandoffSaga.Hubs;

/// <summary>The protocols toward one hub. A leg keeps the one its package was built for, whatever the configuration says later.</summary>
internal sealed class HubConnectors(IReadOnlyDictionary<string, IHubConnector> byName)
{
    /// <summary>The connector, or null when nothing is configured that speaks this protocol.</summary>
    public IHubConnector? For(string name) => byName.GetValueOrDefault(name);
}
