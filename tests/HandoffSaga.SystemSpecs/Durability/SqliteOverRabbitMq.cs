using HandoffSaga.Durability;
using HandoffSaga.Specs.Durability;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Durability;

/// <summary>SQLite as the store and a real broker as the bus.</summary>
public class SqliteOverRabbitMq(RealServers servers, KeptMessagePath kept = KeptMessagePath.Broker) : SqliteUnderTest
{
    internal RabbitMqServer Server { get; private set; } = null!;

    internal VirtualHost Broker { get; private set; } = null!;

    public override async Task Create()
    {
        await base.Create();
        Server = await servers.RabbitMq;
        Broker = await Server.NewVirtualHost();
    }

    public override void UseBus(DurabilityConfigurator durability) => durability.UseRabbitMq(new RabbitMqOptions { Hosts = [Broker.Amqp], KeptMessages = kept });

    public override async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
