using HandoffSaga.SystemSpecs.Servers.Postgres;
using HandoffSaga.SystemSpecs.Servers.RabbitMq;

[assembly: AssemblyFixture(typeof(HandoffSaga.SystemSpecs.Servers.RealServers))]

namespace HandoffSaga.SystemSpecs.Servers;

/// <summary>The servers the specifications share; each is started by the first specification that asks for it.</summary>
public sealed class RealServers : IAsyncDisposable
{
    private readonly Lazy<Task<RabbitMqServer>> _rabbitMq = new(RabbitMqServers.Find);

    private readonly Lazy<Task<PostgresServer>> _postgres = new(PostgresServers.Find);

    internal Task<PostgresServer> Postgres => _postgres.Value;

    internal Task<RabbitMqServer> RabbitMq => _rabbitMq.Value;

    public async ValueTask DisposeAsync()
    {
        if (_postgres.IsValueCreated && _postgres.Value.IsCompletedSuccessfully)
        {
            await (await _postgres.Value).DisposeAsync();
        }

        if (_rabbitMq.IsValueCreated && _rabbitMq.Value.IsCompletedSuccessfully)
        {
            await (await _rabbitMq.Value).DisposeAsync();
        }
    }
}
