using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Broker;

/// <summary>A class of specifications with a virtual host of its own.</summary>
public abstract class BrokerSpec(RealServers servers) : IAsyncLifetime
{
    internal static CancellationToken Ends => TestContext.Current.CancellationToken;

    internal RealServers Servers => servers;

    internal RabbitMqServer Server { get; private set; } = null!;

    internal VirtualHost Broker { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await servers.RabbitMq;
        Broker = await Server.NewVirtualHost();
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
