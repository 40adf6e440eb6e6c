using HandoffSaga.Hubs;
using HandoffSaga.Legs;
using HandoffSaga.Packages;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Settings;

/// <summary>The two sizes there are, and what this version does not run: it says so instead of doing less than it was told.</summary>
internal static class StationSize
{
    /// <summary>
    /// One line for each setting that is of neither size, or asks for more than this version does; empty when it can start.
    /// </summary>
    public static IReadOnlyList<string> Rejections(HandoffSettings settings)
    {
        List<string> problems = [];
        // One file belongs to one process, and the queues of a broker to all: another dispatcher would take commands whose packages it does
        // not have.
        if ((settings.Store.Kind, settings.Bus.Provider) is (StoreKind.Sqlite, BusProvider.RabbitMq))
        {
            problems.Add(
                "Bus:Provider = rabbitmq with Store:Provider = sqlite: the broker's queues are shared and a SQLite file is not; use postgres, or in-memory for a station on its own"
            );
        }
        // Queues in one process, of messages that several could send.
        if ((settings.Store.Kind, settings.Bus.Provider) is (StoreKind.Postgres, BusProvider.InMemory))
        {
            problems.Add(
                "Store:Provider = postgres with Bus:Provider = in-memory: dispatchers that share a store need a broker between them; use rabbitmq, or sqlite for a station on its own"
            );
        }

        Hub("Hubs:Vault", settings.Hubs.Vault);
        Hub("Hubs:Floor", settings.Hubs.NextNode);
        return problems;

        void Hub(string section, HubOptions hub)
        {
            if (hub.Connector == Connectors.Amqp && !settings.Bus.HasBroker)
                problems.Add($"{section}:Connector = amqp needs a broker: set Bus:Provider to rabbitmq, or reach the hub by http");
            if (hub.Evidence == Evidence.SignedReceipt && hub.Jwks is null)
                problems.Add($"{section}:Evidence = signed needs the hub's public keys: set {section}:Jwks");
        }
    }
}
