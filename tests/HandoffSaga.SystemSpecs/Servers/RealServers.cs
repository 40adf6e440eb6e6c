using HandoffSaga.SystemSpecs.Servers.RabbitMq;

[assembly: AssemblyFixture(typeof(HandoffSaga.SystemSpecs.Servers.RealServers))]

namespace HandoffSaga.SystemSpecs.Servers;

/// <summary>The servers the specifications share; each is started by the first specification that asks for it.</summary>
public sealed class RealServers : IAsyncDisposable
{
    private readonly Lazy<Task<RabbitMqServer>> _rabbitMq = new(RabbitMqServers.Find);

    internal Task<RabbitMqServer> RabbitMq => _rabbitMq.Value;

    public async ValueTask DisposeAsync()
    {
        if (_rabbitMq.IsValueCreated && _rabbitMq.Value.IsCompletedSuccessfully)
        {
            await (await _rabbitMq.Value).DisposeAsync();
        }
    }
}
