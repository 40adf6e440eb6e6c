namespace HandoffSaga.Host.Settings;

/// <summary>What this version knows but does not run yet: it says so instead of doing less than it was told.</summary>
internal static class StationSize
{
    /// <summary>One line for each setting that asks for more than the station size; empty when it can start.</summary>
    public static IReadOnlyList<string> Refusals(HandoffSettings settings)
    {
        List<string> refusals = [];
        if (settings.Bus.Provider != BusProvider.InMemory)
            refusals.Add("Bus:Provider = rabbitmq: this version runs the station size only; use in-memory");
        if (settings.Hubs.Vault.Connector != HubConnector.Http)
            refusals.Add("Hubs:Vault:Connector = amqp: this version runs the station size only; use http");
        if (settings.Hubs.Floor.Connector != HubConnector.Http)
            refusals.Add("Hubs:Floor:Connector = amqp: this version runs the station size only; use http");
        if (settings.Ledger.ForwardUrl is not null)
            refusals.Add("Ledger:ForwardUrl is set: this version does not forward the ledger; leave it empty");
        return refusals;
    }
}
