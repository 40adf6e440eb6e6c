using DotNet.Testcontainers.Builders;
using Testcontainers.RabbitMq;

namespace HandoffSaga.SystemSpecs.Servers.RabbitMq;

/// <summary>Where the specifications get their broker from: one that is named, else Docker, else Debian's package. Never none.</summary>
internal static class RabbitMqServers
{
    public const string Named = "HANDOFF_TEST_RABBITMQ";
    public const string NamedManagement = "HANDOFF_TEST_RABBITMQ_MANAGEMENT";
    public const string Image = "HANDOFF_TEST_RABBITMQ_IMAGE";

    public static async Task<RabbitMqServer> Find()
    {
        if (Environment.GetEnvironmentVariable(Named) is { Length: > 0 } named)
        {
            var amqp = new Uri(named);
            var management = Environment.GetEnvironmentVariable(NamedManagement) is { Length: > 0 } api
                ? new Uri(api)
                : new Uri($"http://{amqp.Host}:15672");
            return new RabbitMqServer(amqp, management, () => ValueTask.CompletedTask);
        }

        if (await DockerEngine.Answers())
        {
            return await Container();
        }

        if (PrivateRabbitMq.IsInstalled)
        {
            return await PrivateRabbitMq.Start();
        }

        throw new InvalidOperationException(
            $"There is no RabbitMQ to test with. Install Debian's (apt-get install rabbitmq-server), or start Docker, or name one: {Named}=amqp://user:password@host:5672 (its management plugin at {NamedManagement}, http://host:15672 by default)."
        );
    }

    private static async Task<RabbitMqServer> Container()
    {
        const ushort amqp = 5672,
            management = 15672;
        var container = new RabbitMqBuilder(
            Environment.GetEnvironmentVariable(Image) is { Length: > 0 } image ? image : "rabbitmq:4.1-management"
        )
            .WithUsername("guest")
            .WithPassword("guest")
            .WithPortBinding(management, assignRandomHostPort: true)
            .WithWaitStrategy(Wait.ForUnixContainer().UntilInternalTcpPortIsAvailable(amqp).UntilInternalTcpPortIsAvailable(management))
            .Build();
        await container.StartAsync();
        return new RabbitMqServer(
            new Uri($"amqp://guest:guest@{container.Hostname}:{container.GetMappedPublicPort(amqp)}"),
            new Uri($"http://{container.Hostname}:{container.GetMappedPublicPort(management)}"),
            container.DisposeAsync
        );
    }
}
