namespace HandoffSaga.Host.Settings;

/// <summary>The two sizes there are, and what this version does not run: it says so instead of doing less than it was told.</summary>
internal static class StationSize
{
    /// <summary>One line for each setting that is of neither size, or asks for more than this version does; empty when it can start.</summary>
    public static IReadOnlyList<string> Rejections(HandoffSettings settings)
    {
        List<string> rejections = [];
        // One file belongs to one process, and the queues of a broker to all: another dispatcher would take commands whose packages it does not have.
        if ((settings.Store.Provider, settings.Bus.Provider) is (StoreProvider.Sqlite, BusProvider.RabbitMq))
            rejections.Add("Bus:Provider = rabbitmq with Store:Provider = sqlite: the broker's queues are shared and a SQLite file is not; use postgres, or in-memory for a station on its own");
        // Queues in one process, of messages that several could send.
        if ((settings.Store.Provider, settings.Bus.Provider) is (StoreProvider.Postgres, BusProvider.InMemory))
            rejections.Add("Store:Provider = postgres with Bus:Provider = in-memory: dispatchers that share a store need a broker between them; use rabbitmq, or sqlite for a station on its own");
        if (settings.Hubs.Vault.Connector == HubConnector.Amqp && settings.Bus.Provider != BusProvider.RabbitMq)
            rejections.Add("Hubs:Vault:Connector = amqp needs a broker: set Bus:Provider to rabbitmq, or reach the hub by http");
        if (settings.Hubs.Floor.Connector == HubConnector.Amqp && settings.Bus.Provider != BusProvider.RabbitMq)
            rejections.Add("Hubs:Floor:Connector = amqp needs a broker: set Bus:Provider to rabbitmq, or reach the hub by http");
        return rejections;
    }
}
