namespace HandoffSaga.Hubs;

/// <summary>The protocols toward one hub. A leg keeps the one its package was built for, even when the configuration changes.</summary>
internal sealed class HubConnectors(IReadOnlyDictionary<string, IHubConnector> byName)
{
    /// <summary>The connector, or null when no connector for this protocol is configured.</summary>
    public IHubConnector? For(string name) => byName.GetValueOrDefault(name);
}
