using HandoffSaga.Hubs;
using HandoffSaga.Legs;
using HandoffSaga.Packages;
using HandoffSaga.Storage;

namespace HandoffSaga.Host.Settings;

/// <summary>Checks that the settings fit one of the two deployment sizes, instead of silently doing less than was configured.</summary>
internal static class StationSize
{
    /// <summary>One line for each setting that fits neither size or is not supported; empty when the start may go ahead.</summary>
    public static IReadOnlyList<string> Rejections(HandoffSettings settings)
    {
        List<string> problems = [];
        // A SQLite file belongs to one process, a broker's queues to all: another dispatcher would consume commands whose packages it does
        // not have.
        if ((settings.Store.Kind, settings.Bus.Provider) is (StoreKind.Sqlite, BusProvider.RabbitMq))
        {
            problems.Add(
                "Bus:Provider = rabbitmq with Store:Provider = sqlite: the broker's queues are shared and a SQLite file is not; use postgres, or in-memory for a standalone station"
            );
        }
        // In-memory queues exist in one process, but several processes could write to the store.
        if ((settings.Store.Kind, settings.Bus.Provider) is (StoreKind.Postgres, BusProvider.InMemory))
        {
            problems.Add(
                "Store:Provider = postgres with Bus:Provider = in-memory: dispatchers that share a store need a broker between them; use rabbitmq, or sqlite for a standalone station"
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
